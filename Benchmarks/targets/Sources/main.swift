// Times ranking among all offers of a catalog, warm, on one thread, and holds the best ten against a full evaluation.
// Usage: swift build -c release --product target-bench && .build/release/target-bench --data ../shared/data [--model FILE]
// [--rounds N] [--full N]

let options = try Options(CommandLine.arguments.dropFirst())
let bench = try await OfferBench(options)
try bench.printRanking(rounds: options.rounds, full: options.full)
try await bench.printRecord()
