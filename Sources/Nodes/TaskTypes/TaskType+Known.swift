internal import Placement

extension TaskType {
    /// How likely a payment is fraud, with the reasons.
    package static let fraudDetection = TaskType(
        name: "fraud_detection",
        title: "Fraud Detection",
        summary: "A forest scores a card transaction and gives the reasons for and against fraud.",
        isIdempotent: true,
        payloadBytes: 4_096,
        fields: [
            PayloadField("amount", .number(0.01...1_000_000), .required, unit: "USD", "What is paid."),
            PayloadField(
                "usualAmount",
                .number(0.01...1_000_000),
                .optional,
                unit: "USD",
                "What the cardholder usually pays at a time."
            ),
            PayloadField("hour", .wholeNumber(0...23), .optional, "Hour of the day where the cardholder lives."),
            PayloadField(
                "distanceKm",
                .number(0...20_040),
                .optional,
                unit: "km",
                "From the place of the previous payment, as the crow flies."
            ),
            PayloadField(
                "minutesSinceLast",
                .number(0...525_600),
                .optional,
                unit: "min",
                "Since the previous payment."
            ),
            PayloadField(
                "paymentsLastHour",
                .wholeNumber(0...1_000),
                .optional,
                "Payments with the card in the hour before."
            ),
            PayloadField(
                "cardAgeDays",
                .wholeNumber(0...20_000),
                .optional,
                unit: "days",
                "Since the card was issued."
            ),
            PayloadField(
                "merchant",
                .word(["grocery", "fuel", "restaurant", "travel", "electronics", "gambling", "gift_cards"]),
                .optional,
                "What is sold."
            ),
            PayloadField("isOnline", .flag, .optional, "Whether the card was not present."),
            PayloadField("isForeign", .flag, .optional, "Whether the merchant is in another country."),
        ],
        example: .record([
            "amount": 1240, "usualAmount": 45, "hour": 3, "distanceKm": 5_200, "minutesSinceLast": 20,
            "paymentsLastHour": 6, "cardAgeDays": 30, "merchant": "gift_cards", "isOnline": true, "isForeign": true,
        ])
    )

    /// Which shape a picture shows.
    package static let imageClassification = TaskType(
        name: "image_classification",
        title: "Image Classification",
        summary: "A small convolutional network recognizes the shape in an image.",
        isIdempotent: true,
        payloadBytes: 4 << 20,
        fields: [
            PayloadField(
                "png",
                .text(bytes: 1...(3 << 20)),
                .optional,
                "The image, a PNG in base64; without one, a shape is drawn from `seed`."
            ),
            PayloadField(
                "seed",
                .wholeNumber(0...1_000_000_000),
                .defaults(to: 1),
                "Determines which shape is drawn, and how, if there is no image."
            ),
        ],
        example: .record(["seed": 7])
    )

    /// A day of sales, summed with SQL.
    package static let dailyReport = TaskType(
        name: "daily_report",
        title: "Generate Daily Report",
        summary: "SQL totals a day of generated sales by region, product and hour.",
        isIdempotent: true,
        payloadBytes: 4_096,
        fields: [
            PayloadField("rows", .wholeNumber(1...200_000), .defaults(to: 20_000), "Sales of the day."),
            PayloadField(
                "seed",
                .wholeNumber(0...1_000_000_000),
                .defaults(to: 1),
                "Seed for the sales; the same seed gives the same day."
            ),
        ],
        example: .record(["rows": 20_000, "seed": 1])
    )

    /// A classifier, trained on generated rows.
    package static let mlTraining = TaskType(
        name: "ml_training",
        title: "ML Training Job",
        summary: "Mini-batch gradient descent trains a classifier on generated rows.",
        isIdempotent: true,
        payloadBytes: 4_096,
        fields: [
            PayloadField("rows", .wholeNumber(100...50_000), .defaults(to: 2_000), "Rows to learn from."),
            PayloadField("features", .wholeNumber(2...64), .defaults(to: 16), "Numbers in a row."),
            PayloadField("classes", .wholeNumber(2...10), .defaults(to: 3), "Classes to tell apart."),
            PayloadField("hidden", .wholeNumber(0...128), .defaults(to: 32), "Hidden units; 0 for softmax regression."),
            PayloadField("epochs", .wholeNumber(1...200), .defaults(to: 10), "Passes over the rows."),
            PayloadField("batchSize", .wholeNumber(1...1_024), .defaults(to: 32), "Rows in a step."),
            PayloadField("learningRate", .number(1e-6...10), .defaults(to: 0.1), "Length of a step."),
            PayloadField("seed", .wholeNumber(0...1_000_000_000), .defaults(to: 1), "Seed for rows, start and order."),
        ],
        example: .record(["rows": 2_000, "epochs": 10, "seed": 1])
    )

    /// Spikes and shifts in a window of readings.
    package static let sensorAlert = TaskType(
        name: "sensor_alert",
        title: "Sensor Alert",
        summary: "Streaming detectors look for spikes and shifts in a window of readings.",
        isIdempotent: true,
        payloadBytes: 1 << 20,
        fields: [
            PayloadField("sensor", .text(bytes: 1...128), .optional, "Which sensor; repeated in the result."),
            PayloadField(
                "readings",
                .numbers(count: 1...20_000, each: -1e12...1e12),
                .optional,
                "The window, oldest first; without one, 500 readings are generated from `seed`."
            ),
            PayloadField(
                "seed",
                .wholeNumber(0...1_000_000_000),
                .defaults(to: 1),
                "Determines the readings if none are given."
            ),
            PayloadField(
                "spikeThreshold",
                .number(1...100),
                .defaults(to: 5),
                "Robust standard deviations from the running median beyond which a reading is a spike."
            ),
            PayloadField(
                "shiftThreshold",
                .number(1...1_000),
                .defaults(to: 12),
                "Standard deviations that the sum of deviations must exceed for a shift."
            ),
        ],
        example: .record(["sensor": "boiler-3", "readings": .list(Self.exampleReadings)])
    )

    /// Twenty quiet readings, a spike, and more quiet ones.
    private static let exampleReadings: [Value] =
        [
            20.1, 20.3, 19.9, 20.0, 20.2, 20.1, 19.8, 20.0, 20.1, 20.2, 20.0, 19.9, 20.1, 20.2, 20.0, 19.9, 20.1, 20.0,
            20.2, 20.1, 35.5, 20.0, 20.1, 19.9, 20.2,
        ]

    /// Runs a program, which may do anything: unless whoever submits it says otherwise, it never runs twice.
    package static let command = TaskType(
        name: "command",
        title: "Command",
        summary: "Runs a program that the node allows, with limits on time, memory and output.",
        isIdempotent: false,
        payloadBytes: 64 << 10,
        fields: [
            PayloadField("program", .text(bytes: 1...1_024), .required, "Full path of a program that the node allows."),
            PayloadField(
                "arguments",
                .texts(count: 0...64, bytes: 0...8_192),
                .defaults(to: .list([])),
                "Its arguments; no shell reads them."
            ),
            PayloadField(
                "memoryMB",
                .wholeNumber(16...65_536),
                .defaults(to: 512),
                unit: "MiB",
                "Address space that each of its processes may have."
            ),
            PayloadField(
                "outputBytes",
                .wholeNumber(0...(1 << 20)),
                .defaults(to: 65_536),
                unit: "bytes",
                "How many bytes of its output, and of its errors, are kept; the rest is read and dropped."
            ),
        ],
        example: .record(["program": "/usr/bin/uname", "arguments": .list(["-s"])])
    )
}
