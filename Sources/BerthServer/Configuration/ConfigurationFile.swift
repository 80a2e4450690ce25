internal import Declarations
internal import Problems

/// The configuration file: settings by their dotted paths, and the health probes.
struct ConfigurationFile {
    private(set) var values: [String: (value: String, source: String)] = [:]
    private(set) var probes: [ProbeSettings] = []

    private static let probesKey = "probes"

    /// - Parameter faults: Gets everything that is wrong; what is right is read all the same.
    init(_ text: String, name: String, faults: inout [String]) {
        do throws(DeclarationError) {
            try self.read(Declaration(yaml: text, file: name), faults: &faults)
        } catch {
            faults.append("\(error)")
        }
    }

    private mutating func read(_ declaration: Declaration, faults: inout [String]) throws(DeclarationError) {
        for (_, value) in try declaration.entries() {
            do throws(DeclarationError) {
                if value.path == Self.probesKey {
                    for probe in try value.list() { self.readProbe(probe, faults: &faults) }
                } else if value.isMapping, Setting.all.contains(where: { $0.key.hasPrefix(value.path + ".") }) {
                    try self.read(value, faults: &faults)
                } else if Setting.all.contains(where: { $0.key == value.path }) {
                    self.values[value.path] = (try value.text(), "\(value.file):\(value.line)")
                } else {
                    faults.append(Self.unknown(value))
                }
            } catch {
                faults.append("\(error)")
            }
        }
    }

    private mutating func readProbe(_ declaration: Declaration, faults: inout [String]) {
        do throws(DeclarationError) {
            self.probes.append(try ProbeSettings(declaration))
        } catch {
            faults.append("\(error)")
        }
    }

    private static func unknown(_ value: Declaration) -> String {
        let known = Setting.all.map(\.key) + [Self.probesKey]
        let sections = Set(Setting.all.compactMap { $0.key.split(separator: ".").first.map(String.init) }).sorted()
        let hint = nearestName(to: value.path, among: known + sections).map { "did you mean '\($0)'? " } ?? ""
        return "\(value.file):\(value.line): unknown setting '\(value.path)'; \(hint)allowed: "
            + known.joined(separator: ", ")
    }
}

/// A target whose health is asked for.
package struct ProbeSettings: Sendable, Hashable {
    /// The domain that has the target.
    package let domain: String
    /// The target's id.
    package let target: String
    /// Answers with a status below 400 while the target is well.
    package let url: String
    /// From the end of one question to the next, 1 to 86,400.
    package let intervalSeconds: Double
    /// How long an answer is waited for; then the target counts as ill.
    package let timeoutSeconds: Double

    /// The interval of a probe that states none.
    package static let defaultIntervalSeconds = 15.0
    /// The timeout of a probe that states none.
    package static let defaultTimeoutSeconds = 3.0

    init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(
            allowed: ["domain", "target", "url", "intervalSeconds", "timeoutSeconds"]
        )
        self.domain = try fields.required("domain").text()
        self.target = try fields.required("target").text()
        let url = try fields.required("url")
        self.url = try url.text()
        guard self.url.hasPrefix("http://") || self.url.hasPrefix("https://") else {
            throw url.invalid(expected: "an http:// or https:// address")
        }
        self.intervalSeconds =
            try fields[optional: "intervalSeconds"]?.number(in: 1...86_400) ?? Self.defaultIntervalSeconds
        self.timeoutSeconds = try fields[optional: "timeoutSeconds"]?.number(in: 0.1...60) ?? Self.defaultTimeoutSeconds
    }
}
