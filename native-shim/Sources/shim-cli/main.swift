import Foundation
import ShimCore

// The shim without a phone: reads what happens and writes what the shim does, a line each, in JSON.
//
//   shim-cli --origin https://calls.example.com [--hand-off webView|browser]
//
// A line in:   {"at": 1700000000000, "event": {"becameActive": {}}}   `at`: milliseconds since 1970
// A line out:  {"effects": [{"openPage": {"url": "…"}}]}, or {"problem": "…"} for a line that is no event

do {
    let configuration = try Arguments.read(Array(CommandLine.arguments.dropFirst()))
    let dialogue = Dialogue(configuration: configuration)
    while let line = readLine() {
        // Unbuffered: whoever wrote the line waits for this one.
        FileHandle.standardOutput.write(Data("\(dialogue.answer(to: line))\n".utf8))
    }
} catch let problem as Arguments.Problem {
    FileHandle.standardError.write(Data("\(problem.words)\n".utf8))
    exit(2)
}
