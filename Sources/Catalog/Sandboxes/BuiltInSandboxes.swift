extension SandboxCatalog {
    // swift-format-ignore
    /// The text of `catalogs/sandbox.yaml`, so that the program needs no file beside it. Edit the file and run the
    /// tests with `BERTH_REWRITE=1`, which writes it here.
    static let builtInText = #"""
        # Sandbox providers and how they bill, each figure with its origin. Prices change: a provider's own page decides.
        # `dated: read` marks a source that carries no date of its own; the date is then when it was read.
        format: berth-sandboxes
        version: 1

        origins:
          e2b-price: {source: "https://e2b.dev/docs/faq/calculate-sandbox-price", date: 2026-08-06, dated: stated, reading: vendor}
          e2b-limits: {source: "https://e2b.dev/docs/billing", date: 2026-11-21, dated: read, reading: vendor}
          daytona-price: {source: "https://www.daytona.io/pricing", date: 2026-10-02, dated: stated, reading: thirdParty}
          daytona-limits: {source: "https://www.daytona.io/docs/en/sandboxes", date: 2026-10-09, dated: read, reading: thirdParty}
          daytona-gpu: {source: "skypilot-catalog v8, daytona/vms.csv at 0eb5da57210a", date: 2026-11-21, dated: read, reading: thirdParty}
          modal-price: {source: "https://modal.com/pricing", date: 2026-10-09, dated: read, reading: thirdParty}
          modal-limits: {source: "https://modal.com/docs/guide/sandbox", date: 2026-10-09, dated: read, reading: thirdParty}
          vercel-price: {source: "https://vercel.com/docs/sandbox/pricing", date: 2026-09-10, dated: stated, reading: thirdParty}
          vercel-egress: {source: "https://vercel.com/docs/vercel-sandbox/pricing", date: 2025-11-26, dated: stated, reading: thirdParty}
          cloudflare-price: {source: "https://developers.cloudflare.com/containers/pricing/", date: 2026-08-03, dated: read, reading: thirdParty}
          cloudflare-limits: {source: "https://developers.cloudflare.com/containers/platform/limits/", date: 2026-11-21, dated: read, reading: vendor}
          lambda-price: {source: "https://aws.amazon.com/lambda/pricing/", date: 2026-11-21, dated: read, reading: thirdParty}
          lambda-limits: {source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html", date: 2026-11-21, dated: read, reading: thirdParty}
          lambda-memory: {source: "https://docs.amazonaws.cn/en_us/lambda/latest/dg/configuration-memory.html", date: 2026-11-21, dated: read, reading: vendor}
          lambda-start: {source: "maxday/lambda-perf at 6070b7947b5d, python3.13 on x86_64 with 128 MB, week 52 of 2025", date: 2025-12-22, dated: stated, reading: measured}
          aws-egress: {source: "skyplane's table of AWS egress prices, us-east-1 to the internet", date: 2022-01-01, dated: stated, reading: thirdParty}
          cloud-run-price: {source: "https://cloud.google.com/run/pricing", date: 2026-11-21, dated: read, reading: vendor}
          cloud-run-limits: {source: "https://cloud.google.com/functions/docs/configuring/memory", date: 2026-11-21, dated: read, reading: vendor}
          starts-2026: {source: "https://www.getqpro.com/blog/sandbox-startup-benchmark-2026", date: 2026-04-01, dated: stated, reading: thirdParty}

        sandboxes:
          e2b:
            provider: e2b
            name: E2B
            limits: {vcpus: 8, memoryMB: 8192, seconds: 86400, origin: e2b-limits}
            startUp: {lowSeconds: 0.15, highSeconds: 0.15, origin: starts-2026}
            billing:
              currency: USD
              startUp: free
              rounding: {stepSeconds: 1, minimumSeconds: 0}
              charges:
                - {meter: vcpuTime, price: 0.000014, per: second, origin: e2b-price}
                - {meter: memoryTime, price: 0.0000045, per: second, origin: e2b-price}
            note: Pro plan; 1 hour on the Hobby plan. Disk of 10 to 20 GiB is included.

          daytona:
            provider: daytona
            name: Daytona
            limits: {vcpus: 4, memoryMB: 8192, origin: daytona-limits}
            startUp: {lowSeconds: 0.027, highSeconds: 0.09, origin: starts-2026}
            billing:
              currency: USD
              startUp: free
              rounding: {stepSeconds: 1, minimumSeconds: 0}
              charges:
                - {meter: vcpuTime, price: 0.0504, per: hour, origin: daytona-price}
                - {meter: memoryTime, price: 0.0162, per: hour, origin: daytona-price}
            note: An organisation's default limits. Disk beyond the first 5 GiB (0.000108 USD per GiB hour) is left out.

          daytona-h100:
            provider: daytona
            name: Daytona H100
            regions: [earth]
            limits: {vcpus: 8, memoryMB: 102400, origin: daytona-gpu}
            gpu: {model: H100, count: 1, memoryGiB: 80, origin: daytona-gpu}
            billing:
              currency: USD
              startUp: free
              rounding: {stepSeconds: 1, minimumSeconds: 0}
              charges:
                - {meter: wallTime, price: 5.9732, per: hour, origin: daytona-gpu}
            note: The price is for the whole shape of 8 vCPU and 100 GiB.

          modal:
            provider: modal
            name: Modal
            limits: {seconds: 86400, origin: modal-limits}
            startUp: {lowSeconds: 0.6, highSeconds: 0.6, origin: starts-2026}
            billing:
              currency: USD
              startUp: free
              rounding: {stepSeconds: 1, minimumSeconds: 0}
              charges:
                - {meter: vcpuTime, price: 0.00001971, per: second, origin: modal-price}
                - {meter: memoryTime, price: 0.00000667, per: second, origin: modal-price}
                - {meter: egress, price: 0.037252902985, per: one, origin: modal-price}
            note: >-
              Listed as 0.00003942 USD per physical core second, which is 2 vCPU, and 0.04 USD per GiB sent; billed at the
              higher of request and use. The start is a lower bound ("600 ms or more").

          modal-t4:
            provider: modal
            name: Modal T4
            limits: {seconds: 86400, origin: modal-limits}
            gpu: {model: T4, count: 1, memoryGiB: 16, origin: modal-price}
            startUp: {lowSeconds: 0.6, highSeconds: 0.6, origin: starts-2026}
            billing:
              currency: USD
              startUp: free
              rounding: {stepSeconds: 1, minimumSeconds: 0}
              charges:
                - {meter: wallTime, price: 0.000164, per: second, origin: modal-price}
                - {meter: vcpuTime, price: 0.00001971, per: second, origin: modal-price}
                - {meter: memoryTime, price: 0.00000667, per: second, origin: modal-price}
                - {meter: egress, price: 0.037252902985, per: one, origin: modal-price}
            note: The GPU's own rate is wallTime; CPU and memory come on top.

          vercel:
            provider: vercel
            name: Vercel Sandbox
            regions: [iad1]
            languages: [javascript, python]
            limits: {vcpus: 8, memoryMB: 16384, seconds: 86400, origin: vercel-price}
            memoryPerVCPU: {memoryMB: 2048, origin: vercel-price}
            startUp: {lowSeconds: 0.2, highSeconds: 0.4, origin: starts-2026}
            billing:
              currency: USD
              startUp: free
              rounding: {stepSeconds: 0.001, minimumSeconds: 0}
              charges:
                - {meter: activeCPUTime, price: 0.128, per: hour, origin: vercel-price}
                - {meter: memoryTime, price: 0.0212, per: hour, rounding: {stepSeconds: 0.001, minimumSeconds: 60}, origin: vercel-price}
                - {meter: start, price: 0.60, per: million, origin: vercel-price}
                - {meter: egress, price: 0.15, per: one, origin: vercel-egress}
            note: >-
              Pro plan; memory comes at 2 GB per vCPU and is billed for at least a minute. Older readings have 0.0106 USD per GB
              hour. The start is the source's own estimate.

          cloudflare:
            provider: cloudflare
            name: Cloudflare Sandbox
            limits: {vcpus: 4, memoryMB: 12288, origin: cloudflare-limits}
            startUp: {lowSeconds: 0.05, highSeconds: 0.05, origin: starts-2026}
            billing:
              currency: USD
              startUp: billed
              rounding: {stepSeconds: 0.01, minimumSeconds: 0}
              charges:
                - {meter: activeCPUTime, price: 0.000020, per: second, origin: cloudflare-price}
                - {meter: memoryTime, price: 0.0000025, per: second, origin: cloudflare-price}
                - {meter: diskTime, price: 0.00000007, per: second, origin: cloudflare-price}
                - {meter: egress, price: 0.025, per: one, origin: cloudflare-price}
            note: >-
              Egress in North America and Europe; monthly allowances of the account are left out. The start is an upper bound
              ("under 50 ms"); other readings have 2 to 3 seconds.

          aws-lambda:
            provider: aws
            name: AWS Lambda
            regions: [us-east-1]
            limits: {vcpus: 6, memoryMB: 10240, seconds: 900, origin: lambda-limits}
            memoryPerVCPU: {memoryMB: 1769, origin: lambda-memory}
            startUp: {lowSeconds: 0.10317, highSeconds: 0.10317, origin: lambda-start}
            billing:
              currency: USD
              startUp: billed
              rounding: {stepSeconds: 0.001, minimumSeconds: 0}
              charges:
                - {meter: memoryTime, price: 0.0000166667, per: second, origin: lambda-price}
                - {meter: start, price: 0.20, per: million, origin: lambda-price}
                - {meter: egress, price: 0.09, per: one, origin: aws-egress}
            note: x86; virtual CPUs grow with memory and are not billed apart. The start is billed since 2025-08-01.

          gcp-cloud-run-functions:
            provider: gcp
            name: Google Cloud Run functions
            regions: [us-central1]
            limits: {vcpus: 8, memoryMB: 32768, origin: cloud-run-limits}
            billing:
              currency: USD
              startUp: billed
              rounding: {stepSeconds: 0.1, minimumSeconds: 0}
              charges:
                - {meter: vcpuTime, price: 0.000024, per: second, origin: cloud-run-price}
                - {meter: memoryTime, price: 0.0000025, per: second, origin: cloud-run-price}
                - {meter: start, price: 0.40, per: million, origin: cloud-run-price}
            note: Tier 1 regions, billed by request. Free monthly tiers and network prices are left out.
        """#
}
