// Times durable appends and counts bytes a run, on a fresh data directory in the folder given.
// Usage: storage-bench runs|decisions [RATE] [SECONDS] [FOLDER]   one append a request, RATE a second
//        storage-bench bytes [RUNS] [FOLDER]                     bytes a run: JSON, rows, sealed
//        storage-bench read [REPORTS]                            time to parse one report

import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
func number(_ index: Int, _ other: Double) -> Double {
    arguments.count > index ? Double(arguments[index]) ?? other : other
}
func folder(_ index: Int) -> String { arguments.count > index ? arguments[index] : NSTemporaryDirectory() }

switch arguments.first {
case "runs": try await AppendLoad(rate: number(1, 10_000), seconds: number(2, 10), folder: folder(3)).runs()
case "decisions":
    try await AppendLoad(rate: number(1, 15_000), seconds: number(2, 10), folder: folder(3)).decisions()
case "bytes": try await BytesPerRun(count: Int(number(1, 50_000)), folder: folder(2)).measure()
case "read": try ReadingTime(count: Int(number(1, 20_000))).measure()
default: print("storage-bench runs|decisions|bytes|read, see the head of main.swift")
}
