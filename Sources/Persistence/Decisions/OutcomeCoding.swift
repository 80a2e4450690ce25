internal import Decisions
internal import Placement

// What a run told of a decision: a copy small enough to lie beside the decision, so that reading one needs no run.

extension RecordWriter {
    mutating func observed(_ run: Run) {
        self.bytes.text(run.id.description)
        self.bytes.count(Int(self.id(ofName: run.target.id.description)))
        self.bytes.signed(run.startedAt.microseconds)
        self.bytes.outcome(run.outcome)
    }
}

extension RecordReader {
    mutating func observed(name: (Int64) throws -> String) throws -> ObservedOutcome {
        let id = Run.ID(try self.bytes.text())
        let target = try self.bytes.unsigned()
        guard let target = Int64(exactly: target) else { throw ByteFault.numberTooLarge }
        let observed = ObservedOutcome(
            runID: id,
            target: Target.ID(try name(target)),
            startedAt: Timestamp(microseconds: try self.bytes.signed()),
            outcome: try self.bytes.outcome()
        )
        try self.requireEnd()
        return observed
    }
}

extension ByteWriter {
    mutating func outcome(_ outcome: Outcome) {
        let isDollar = outcome.cost.currency == .usd
        self.bits([outcome.succeeded, isDollar])
        if !isDollar { self.text(outcome.cost.currency.code) }
        self.number(outcome.timeSeconds)
        self.signed(outcome.cost.nanos)
    }
}

extension ByteReader {
    mutating func outcome() throws(ByteFault) -> Outcome {
        let flags = try self.bits(2)
        let currency = flags[1] ? .usd : try self.currency()
        return Outcome(
            timeSeconds: try self.number(),
            cost: Money(nanos: try self.signed(), currency: currency),
            succeeded: flags[0]
        )
    }

    mutating func currency() throws(ByteFault) -> Currency {
        let code = try self.text()
        guard let currency = Currency(code) else { throw .invalid("'\(code)' is not a currency") }
        return currency
    }
}
