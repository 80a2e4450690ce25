import Declarations
import RunMapping
import Tables

/// A small history with everything a declaration can say.
enum Histories {
    static let yaml = """
        filter: mode != "skip"
        join:
          - side: prices
            on: {vendor: provider}
            prefix: price_
            required: true
          - {side: regions, on: [region], required: false}
        measured: ["*_ms", failed]
        workload:
          key: {function: name, temperature: 'if(mode == "warm", "warm", "cold")'}
          describe: {size: number(size)}
        target:
          id: {provider: vendor}
          describe: {price: number(price_usd), country: country}
        outcome:
          time: {value: wall_ms, unit: ms}
          cost: {value: price_usd * wall_ms / 1000, currency: USD}
          success: failed == 0
        at: started
        """

    static let runs = """
        name,vendor,region,mode,size,wall_ms,failed,started
        resize,aws,eu,warm,10,500,0,2026-01-01T00:00:00Z
        resize,gcp,us,cold,10,1500,1,2026-01-01T00:00:10Z
        zip,aws,,cold,,250,0,1767225620
        zip,aws,eu,skip,20,100,0,2026-01-01T00:00:30Z
        zip,azure,eu,warm,20,100,0,2026-01-01T00:00:40Z
        zip,gcp,eu,warm,20,,0,2026-01-01T00:00:50Z

        """

    static let prices = "provider,usd\naws,0.5\ngcp,0.25\n"
    static let regions = "region,country\neu,Ireland\n"

    static let wideYAML = """
        melt:
          name: task
          value: rate
          columns:
            zip: {column: zip_rate, work: 100, unit: files}
            sort: {column: sort_rate, work: 2e3, unit: rows}
        workload: {key: {task: task}, describe: {unit: unit}}
        target: {id: {type: type}}
        outcome:
          time: {value: work / rate, unit: min}
          cost: {value: work / rate * usd, currency: EUR}
        """

    static let wide = "type,usd,zip_rate,sort_rate\nsmall,0.1,10,\nlarge,1,50,1000\nidle,1,0,500\n"

    static func mapping(_ yaml: String = yaml) throws -> RunFileMapping {
        try RunFileMapping(try Declaration(yaml: yaml, file: "d.yaml"))
    }

    static func sides(prices: String = prices, regions: String = regions) throws -> [String: Table] {
        [
            "prices": try Table(csv: prices, file: "prices.csv"),
            "regions": try Table(csv: regions, file: "regions.csv"),
        ]
    }

    static func read(
        _ csv: String = runs,
        yaml: String = yaml,
        badRows: BadRowPolicy = .refuse
    ) throws -> MappedRuns {
        try mapping(yaml).runs(from: try Table(csv: csv, file: "runs.csv"), sides: try sides(), badRows: badRows)
    }

    static func readWide(_ csv: String = wide, yaml: String = wideYAML) throws -> MappedRuns {
        try mapping(yaml).runs(from: try Table(csv: csv, file: "wide.csv"), sides: [:], badRows: .refuse)
    }

    /// `yaml` with `old` replaced; a test that replaces nothing proves nothing.
    static func replacing(_ old: String, with new: String, in yaml: String = yaml) -> String {
        precondition(yaml.contains(old), "'\(old)' is not in the declaration")
        return yaml.replacing(old, with: new)
    }
}
