extension WorkloadFamily {
    /// The families of the simulated history.
    static let known: [WorkloadFamily] = [
        WorkloadFamily(
            name: "data-crunch",
            language: "python",
            share: 10,
            cpuSeconds: 1.5...30,
            parallelShare: 0.3,
            waitSeconds: 0.1...0.5,
            memoryMB: 500...3500,
            cpu: [1, 2, 4],
            dependencies: ["pandas", "numpy", "pyarrow", "scipy"],
            leastDependencies: 2,
            files: 1...4,
            fileMB: 4...250,
            code: CodeTemplate(
                """
                import glob
                import numpy as np
                import pandas as pd

                # $NAME
                ROWS = $SIZE

                def load(folder):
                    frames = [pd.read_csv(path, nrows=ROWS) for path in sorted(glob.glob(folder + "/*.csv"))]
                    return pd.concat(frames, ignore_index=True)

                def main():
                    data = load("input")
                    data["bucket"] = np.floor(data["value"] * 100) / 100
                    data = data.groupby("bucket$STEP").agg({"value": ["mean", "std", "count"]}).reset_index()
                    for column in data.columns:
                        if data[column].isna().any():
                            data[column] = data[column].fillna(0)
                    data.to_parquet("output/$NAME.parquet")

                if __name__ == "__main__":
                    main()
                """
            )
        ),
        WorkloadFamily(
            name: "web-scrape",
            language: "python",
            share: 9,
            cpuSeconds: 0.3...2,
            parallelShare: 0.1,
            waitSeconds: 4...60,
            memoryMB: 120...500,
            egressMB: 0.2...4,
            cpu: [1, 2],
            dependencies: ["requests", "beautifulsoup4", "lxml", "tenacity"],
            leastDependencies: 2,
            environment: ["PROXY_URL", "USER_AGENT", "SESSION"],
            code: CodeTemplate(
                """
                import os
                import time
                import requests
                from bs4 import BeautifulSoup

                PAGES = $SIZE
                session = requests.Session()
                session.headers["User-Agent"] = os.environ.get("USER_AGENT", "$NAME")

                def fetch(url, tries=3):
                    for attempt in range(tries):
                        try:
                            answer = session.get(url, timeout=20)
                            if answer.status_code == 200:
                                return BeautifulSoup(answer.text, "lxml")
                        except requests.RequestException:
                            time.sleep(2 ** attempt)
                    return None

                items = []
                for page in range(PAGES):
                    document = fetch(f"https://example.org/$NAME?page={page}")
                    items += [node.text for node in document.select("article h2.part-$STEP")] if document else []
                print(len(items))
                """
            )
        ),
        WorkloadFamily(
            name: "js-tests",
            language: "javascript",
            share: 8,
            cpuSeconds: 5...45,
            parallelShare: 0.7,
            waitSeconds: 0.5...4,
            memoryMB: 400...1800,
            cpu: [2, 4],
            dependencies: [
                "vitest", "typescript", "react", "react-dom", "vite", "zod", "eslint", "jsdom", "msw", "lodash",
                "axios",
                "dayjs", "express", "prisma", "tsx", "prettier", "rollup", "undici", "pino", "uuid",
            ],
            leastDependencies: 8,
            environment: ["CI", "NODE_ENV"],
            files: 25...160,
            fileMB: 0.2...3,
            code: CodeTemplate(
                """
                import { describe, it, expect } from 'vitest';
                import { build } from './src/$NAME.js';

                describe('$NAME', () => {
                  const cases = Array.from({ length: $SIZE }, (_, index) => ({ index, seed: index * 7 }));
                  it('step $STEP keeps the order', () => { for (const c of cases) { expect(build(c).order).toBe(c.index); } });
                  it('refuses what is wrong', () => {
                    for (const wrong of [null, undefined, {}, { index: -1 }]) {
                      if (wrong === undefined || wrong === null) { expect(() => build(wrong)).toThrow(); }
                      else { expect(build(wrong).ok).toBe(false); }
                    }
                  });
                });
                """
            )
        ),
        WorkloadFamily(
            name: "compile",
            language: "rust",
            share: 6,
            cpuSeconds: 25...180,
            parallelShare: 0.85,
            waitSeconds: 1...6,
            memoryMB: 1400...5200,
            cpu: [2, 4],
            dependencies: ["serde", "tokio", "clap", "anyhow", "regex", "rayon", "axum", "tracing"],
            leastDependencies: 3,
            environment: ["RUSTFLAGS"],
            files: 20...120,
            fileMB: 0.1...2,
            code: CodeTemplate(
                """
                use std::collections::HashMap;
                use std::process::Command;

                const UNITS: usize = $SIZE;

                fn build(features: &[&str]) -> Result<HashMap<String, bool>, std::io::Error> {
                    let mut built = HashMap::new();
                    built.insert("step-$STEP".to_string(), Command::new("cargo").args(["build", "--release"]).status()?.success());
                    for feature in features {
                        let status = Command::new("cargo").args(["build", "--features", feature]).status()?;
                        if !status.success() {
                            match status.code() {
                                Some(code) => eprintln!("$NAME: {feature} failed with {code} of {UNITS}"),
                                None => eprintln!("$NAME: {feature} was killed"),
                            }
                        }
                        built.insert(feature.to_string(), status.success());
                    }
                    Ok(built)
                }

                fn main() {
                    let built = build(&["fast", "small"]).expect("cargo runs");
                    println!("{}", built.values().filter(|ok| **ok).count());
                }
                """
            )
        ),
        WorkloadFamily(
            name: "plot",
            language: "python",
            share: 7,
            cpuSeconds: 0.8...4,
            parallelShare: 0,
            waitSeconds: 0.05...0.3,
            memoryMB: 200...700,
            egressMB: 0.1...2,
            cpu: [1, 2],
            dependencies: ["matplotlib", "numpy", "seaborn"],
            leastDependencies: 2,
            files: 0...2,
            fileMB: 0.1...6,
            code: CodeTemplate(
                """
                import numpy as np
                import matplotlib.pyplot as plt

                x = np.linspace(0, 10, $SIZE)
                figure, axes = plt.subplots(figsize=(8, 5))
                axes.plot(x, np.sin(x * $STEP) / (1 + x), label="series $STEP")
                axes.legend()
                axes.set_title("$NAME")
                figure.savefig("output/$NAME.png", dpi=160)
                """
            )
        ),
        WorkloadFamily(
            name: "llm-glue",
            language: "python",
            share: 11,
            cpuSeconds: 0.2...0.9,
            parallelShare: 0,
            waitSeconds: 3...40,
            memoryMB: 120...450,
            egressMB: 0.02...0.4,
            cpu: [1],
            dependencies: ["openai", "pydantic", "tiktoken", "jinja2", "httpx"],
            leastDependencies: 2,
            environment: ["API_KEY", "MODEL", "BASE_URL", "TRACE_ID", "TENANT"],
            steps: 1...9,
            code: CodeTemplate(
                """
                import json
                import os
                from openai import OpenAI

                client = OpenAI(api_key=os.environ["API_KEY"])
                LIMIT = $SIZE

                def ask(prompt):
                    answer = client.chat.completions.create(
                        model=os.environ.get("MODEL", "small"), max_tokens=LIMIT,
                        messages=[{"role": "user", "content": prompt}])
                    return answer.choices[0].message.content

                notes = {}
                notes["step $STEP"] = ask("Summarise part $STEP of $NAME and name what is missing.")
                with open("output/$NAME.json", "w") as file:
                    json.dump(notes, file)
                """
            )
        ),
        WorkloadFamily(
            name: "image-resize",
            language: "javascript",
            share: 6,
            cpuSeconds: 1.5...18,
            parallelShare: 0.75,
            waitSeconds: 0.1...0.6,
            memoryMB: 300...1300,
            egressMB: 4...140,
            cpu: [1, 2, 4],
            dependencies: ["sharp", "p-limit", "fast-glob"],
            leastDependencies: 2,
            files: 10...150,
            fileMB: 0.4...4,
            steps: 1...4,
            code: CodeTemplate(
                """
                import sharp from 'sharp';
                import glob from 'fast-glob';
                import pLimit from 'p-limit';

                const limit = pLimit(8);
                const sources = (await glob('input/*.{jpg,png}')).slice(0, $SIZE);

                async function convert(path) {
                  const image = sharp(path).rotate();
                  await image.clone().resize({ width: 320 * $STEP }).webp({ quality: 82 }).toFile(`output/${$STEP}-${path}.webp`);
                  return path;
                }

                const done = await Promise.all(sources.map((path) => limit(() => convert(path))));
                console.log('$NAME', done.length);
                """
            )
        ),
        WorkloadFamily(
            name: "etl",
            language: "python",
            share: 7,
            cpuSeconds: 3...40,
            parallelShare: 0.2,
            waitSeconds: 8...90,
            memoryMB: 500...2600,
            egressMB: 8...300,
            cpu: [1, 2],
            dependencies: ["sqlalchemy", "psycopg", "pandas", "boto3", "pyarrow"],
            leastDependencies: 3,
            environment: ["DATABASE_URL", "BUCKET", "AWS_REGION", "BATCH"],
            files: 0...3,
            fileMB: 0.1...5,
            code: CodeTemplate(
                """
                import os
                import boto3
                import pandas as pd
                from sqlalchemy import create_engine, text

                engine = create_engine(os.environ["DATABASE_URL"])
                bucket = boto3.resource("s3").Bucket(os.environ["BUCKET"])
                BATCH = $SIZE

                def batches(table):
                    offset = 0
                    while True:
                        query = text(f"select * from {table} order by id limit {BATCH} offset {offset}")
                        frame = pd.read_sql(query, engine)
                        if frame.empty:
                            return
                        yield frame
                        offset += BATCH

                for number, frame in enumerate(batches("$NAME")):
                    frame["field_$STEP"] = frame["field_$STEP"].str.strip().str.lower().fillna("unknown")
                    frame.to_parquet(f"/tmp/{number}.parquet")
                    bucket.upload_file(f"/tmp/{number}.parquet", f"$NAME/{number}.parquet")
                """
            )
        ),
        WorkloadFamily(
            name: "crypto",
            language: "go",
            share: 5,
            cpuSeconds: 2...40,
            parallelShare: 0.96,
            waitSeconds: 0.01...0.05,
            memoryMB: 40...250,
            cpu: [1, 2, 4],
            dependencies: ["golang.org/x/crypto"],
            steps: 1...3,
            code: CodeTemplate(
                """
                package main

                import (
                    "crypto/sha256"
                    "fmt"
                    "runtime"
                    "sync"
                )

                const rounds = $SIZE

                func work(id int, out chan<- [32]byte) {
                    sum := sha256.Sum256([]byte(fmt.Sprintf("$NAME-%d", id)))
                    for i := 0; i < rounds; i++ {
                        sum = sha256.Sum256(append(sum[:], byte($STEP)))
                    }
                    out <- sum
                }

                func main() {
                    out := make(chan [32]byte, runtime.NumCPU())
                    var group sync.WaitGroup
                    for id := 0; id < runtime.NumCPU(); id++ {
                        group.Add(1)
                        go func() { defer group.Done(); work(id, out) }()
                    }
                    group.Wait()
                    close(out)
                    for sum := range out {
                        fmt.Printf("%x\\n", sum)
                    }
                }
                """
            )
        ),
        WorkloadFamily(
            name: "gpu-inference",
            language: "python",
            share: 5,
            cpuSeconds: 3...15,
            parallelShare: 0.4,
            waitSeconds: 0.2...1,
            gpuSeconds: 6...150,
            memoryMB: 4000...14000,
            egressMB: 0.1...8,
            cpu: [2, 4],
            dependencies: ["torch", "transformers", "accelerate", "safetensors", "pillow"],
            leastDependencies: 3,
            environment: ["HF_HOME", "MODEL"],
            files: 1...3,
            fileMB: 100...900,
            code: CodeTemplate(
                """
                import torch
                from transformers import AutoModelForCausalLM, AutoTokenizer

                device = "cuda" if torch.cuda.is_available() else "cpu"
                tokenizer = AutoTokenizer.from_pretrained("input/model")
                model = AutoModelForCausalLM.from_pretrained("input/model", torch_dtype=torch.float16).to(device)

                prompts = [line.strip() for line in open("input/prompts.txt")][:$SIZE]
                with torch.inference_mode():
                    for prompt in prompts:
                        tokens = tokenizer(prompt, return_tensors="pt").to(device)
                        text = tokenizer.decode(model.generate(**tokens, max_new_tokens=64 * $STEP)[0])
                        print("$NAME", len(text))
                """
            )
        ),
        WorkloadFamily(
            name: "fine-tune",
            language: "python",
            share: 2,
            cpuSeconds: 10...50,
            parallelShare: 0.5,
            waitSeconds: 0.5...3,
            gpuSeconds: 150...900,
            memoryMB: 7000...24000,
            egressMB: 5...60,
            cpu: [4],
            dependencies: ["torch", "transformers", "peft", "datasets", "accelerate", "bitsandbytes"],
            leastDependencies: 5,
            environment: ["HF_HOME", "WANDB_MODE"],
            files: 2...4,
            fileMB: 150...800,
            steps: 1...3,
            code: CodeTemplate(
                """
                import torch
                from datasets import load_dataset
                from peft import LoraConfig, get_peft_model
                from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

                model = AutoModelForCausalLM.from_pretrained("input/model", torch_dtype=torch.bfloat16)
                model = get_peft_model(model, LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj"]))
                data = load_dataset("json", data_files="input/$NAME.jsonl")["train"].select(range($SIZE))
                arguments = TrainingArguments("output", per_device_train_batch_size=4, bf16=True)
                arguments.num_train_epochs = $STEP
                trainer = Trainer(model=model, args=arguments, train_dataset=data)
                trainer.train()
                model.save_pretrained("output/$NAME")
                """
            )
        ),
        WorkloadFamily(
            name: "shell-report",
            language: "bash",
            share: 6,
            cpuSeconds: 0.05...0.6,
            parallelShare: 0,
            waitSeconds: 0.02...0.2,
            memoryMB: 20...120,
            cpu: [1],
            dependencies: ["jq"],
            environment: ["REPORT_DATE"],
            files: 1...12,
            fileMB: 0.05...8,
            code: CodeTemplate(
                """
                #!/usr/bin/env bash
                set -euo pipefail

                # $NAME
                limit=$SIZE
                for file in input/*.log; do
                  if [ -s "$file" ]; then
                    awk '$7 ~ /step-$STEP/ { count[$1]++ } END { for (key in count) print count[key], key }' "$file" | sort -rn | head -n "$limit"
                  else
                    echo "$file is empty" >&2
                  fi
                done
                """
            )
        ),
        WorkloadFamily(
            name: "go-tests",
            language: "go",
            share: 5,
            cpuSeconds: 8...60,
            parallelShare: 0.8,
            waitSeconds: 0.3...3,
            memoryMB: 500...2200,
            cpu: [2, 4],
            dependencies: ["testify", "chi", "pgx", "zap", "cobra", "grpc", "protobuf"],
            leastDependencies: 2,
            environment: ["GOFLAGS", "CI"],
            files: 15...90,
            fileMB: 0.1...1.5,
            code: CodeTemplate(
                """
                package service_test

                import (
                    "testing"

                    "github.com/stretchr/testify/require"
                )

                func TestRoutes(t *testing.T) {
                    service := start(t, "$NAME", $SIZE)
                    t.Run("route $STEP answers", func(t *testing.T) { require.Equal(t, 200, service.get("/v1/$STEP").Code) })
                    for _, path := range []string{"/none", "/v1/none", "/v2"} {
                        t.Run(path, func(t *testing.T) {
                            if answer := service.get(path); answer.Code != 404 && answer.Code != 410 {
                                t.Fatalf("%s answered %d", path, answer.Code)
                            }
                        })
                    }
                }
                """
            )
        ),
        WorkloadFamily(
            name: "monte-carlo",
            language: "python",
            share: 5,
            cpuSeconds: 8...120,
            parallelShare: 0.92,
            waitSeconds: 0.01...0.1,
            memoryMB: 150...900,
            cpu: [2, 4],
            dependencies: ["numpy", "numba", "scipy"],
            leastDependencies: 1,
            steps: 1...3,
            code: CodeTemplate(
                """
                import multiprocessing
                import numpy as np

                PATHS = $SIZE

                def price(seed):
                    random = np.random.default_rng(seed)
                    value = np.full(PATHS, 100.0)
                    value *= np.exp(0.0001 + 0.01 * random.standard_normal(PATHS) * $STEP)
                    return np.maximum(value - 100.0, 0).mean()

                if __name__ == "__main__":
                    with multiprocessing.Pool() as pool:
                        print("$NAME", np.mean(pool.map(price, range(64))))
                """
            )
        ),
        WorkloadFamily(
            name: "notebook-cell",
            language: "python",
            share: 12,
            cpuSeconds: 0.1...1.5,
            parallelShare: 0.1,
            waitSeconds: 0.01...0.2,
            memoryMB: 100...600,
            cpu: [1, 2],
            dependencies: ["pandas", "numpy"],
            files: 0...1,
            fileMB: 0.1...12,
            code: CodeTemplate(
                """
                import pandas as pd

                frame = pd.DataFrame({"x": range($SIZE)})
                frame["y$STEP"] = frame["x"] * $STEP
                print("$NAME", frame.describe())
                """
            )
        ),
        WorkloadFamily(
            name: "page-render",
            language: "javascript",
            share: 6,
            cpuSeconds: 2...11,
            parallelShare: 0.5,
            waitSeconds: 3...25,
            memoryMB: 700...2300,
            egressMB: 0.5...12,
            cpu: [1, 2],
            dependencies: ["playwright", "pixelmatch", "pngjs"],
            leastDependencies: 1,
            environment: ["BROWSER", "BASE_URL", "TOKEN"],
            steps: 1...8,
            code: CodeTemplate(
                """
                import { chromium } from 'playwright';

                const browser = await chromium.launch();
                const page = await browser.newPage({ viewport: { width: 1280, height: $SIZE } });
                try {
                  await page.goto(`${process.env.BASE_URL}/$NAME/$STEP`); await page.screenshot({ path: 'output/$STEP.png' });
                  const errors = await page.evaluate(() => window.errors || []);
                  if (errors.length > 0) { console.error(errors); }
                } catch (error) {
                  console.error('$NAME', error);
                  process.exitCode = 1;
                } finally {
                  await browser.close();
                }
                """
            )
        ),
        WorkloadFamily(
            name: "transcode",
            language: "bash",
            share: 3,
            cpuSeconds: 40...320,
            parallelShare: 0.9,
            waitSeconds: 0.1...0.5,
            memoryMB: 300...1600,
            egressMB: 10...250,
            cpu: [2, 4],
            dependencies: ["ffmpeg"],
            leastDependencies: 1,
            files: 1...3,
            fileMB: 20...300,
            steps: 1...3,
            code: CodeTemplate(
                """
                #!/usr/bin/env bash
                set -euo pipefail

                rate=$SIZE
                for source in input/*; do
                  name="$(basename "${source%.*}")"
                  ffmpeg -y -i "$source" -c:v libx264 -preset medium -b:v "${rate}k" -vf "scale=-2:$((360 * $STEP))" "output/$name-$STEP.mp4"
                done
                echo "$NAME"
                """
            )
        ),
    ]
}
