internal import Domains
internal import JSON
internal import Placement

/// A workload as a user writes it: a JSON object of attributes.
struct WorkloadInput {
    let path: String

    /// The object's fields, checked against what the domain reads.
    func attributes(domain: Domain) throws -> [String: Value] {
        let bytes = try Files.bytes(self.path)
        let value: Value
        do throws(JSONFault) { value = try JSONScanner.value(of: bytes) } catch { throw self.refusal("\(error)") }
        guard case .record(let attributes) = value else {
            throw self.refusal("holds \(value.kind); expected an object of workload attributes")
        }
        do throws(AttributeFault) {
            try WorkloadSchema(of: domain).check(attributes)
        } catch {
            throw self.refusal("\(error)")
        }
        return attributes
    }

    private func refusal(_ problem: String) -> CommandFailure {
        let source = self.path == Files.standardInput ? "the workload" : self.path
        return CommandFailure(kind: .refusedInput, message: "\(source): \(problem)")
    }
}
