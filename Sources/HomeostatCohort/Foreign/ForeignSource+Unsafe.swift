import CReadStat

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The open file that the reading library reads through, buffered.
///
/// The library's own input asks the system once per row, and takes a failed read for a full one in places (it compares a
/// signed -1 with an unsigned size). This one reads a quarter of a megabyte at a time and answers a failure with zero
/// bytes, which the library always notices; the failure itself is kept in ``failure``.
@safe final class ForeignSource {
    /// A multiple of the record length of a transport file, so that no record straddles two fills.
    private static let capacity = 80 * 3277

    let path: String
    /// The format to read as; nil while it is being found out.
    let format: ForeignFormat?
    /// The error number of a failed read, 0 if none failed.
    private(set) var failure: Int32 = 0
    /// Whether a transport file goes on with a second table; reading ends before it.
    private(set) var hasSecondTable = false
    /// The length of the last read that the end of the file cut short, and whether all of it was blank.
    private(set) var cutRead: (count: Int, wanted: Int, isBlank: Bool)?

    private let descriptor: Int32
    private var end: Int
    private var position = 0
    private let buffer: UnsafeMutableRawPointer
    private var bufferStart = 0
    private var bufferCount = 0

    init(path: String, format: ForeignFormat?) throws(ForeignReadError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw ForeignReadError(.cannotOpen, path: path, format: format, detail: "not a path")
        }
        // Without O_NONBLOCK the opening of a named pipe would wait for a writer.
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else {
            throw ForeignReadError(.cannotOpen, path: path, format: format, detail: Self.systemMessage(errno))
        }
        var status = stat()
        var problem: ForeignReadError?
        if unsafe fstat(opened, &status) != 0 {
            problem = ForeignReadError(.cannotOpen, path: path, format: format, detail: Self.systemMessage(errno))
        } else if status.st_mode & S_IFMT != S_IFREG {
            problem = ForeignReadError(.notARegularFile, path: path, format: format)
        } else if status.st_size == 0 {
            problem = ForeignReadError(.empty, path: path, format: format)
        } else if format == .xpt, status.st_size % 80 != 0 {
            // Every part of a transport file is a whole number of 80-byte records. It declares no number of rows, so
            // this is the one sign of a broken transfer that it always shows.
            let detail = "\(status.st_size) bytes are no whole number of 80-byte records"
            problem = ForeignReadError(.truncated, path: path, format: format, detail: detail)
        }
        if let problem {
            _ = close(opened)
            throw problem
        }
        self.path = path
        self.format = format
        descriptor = opened
        end = Int(status.st_size)
        unsafe buffer = .allocate(byteCount: Self.capacity, alignment: 16)
    }

    deinit {
        unsafe buffer.deallocate()
        _ = close(descriptor)
    }

    static func systemMessage(_ code: Int32) -> String {
        ForeignTextDecoder(encoding: "UTF-8").decode(unsafe foreignBytes(strerror(code)))
    }

    /// The first bytes of the file, at most `count`.
    func firstBytes(_ count: Int) -> [UInt8] {
        position = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            filled = unsafe read(into: UnsafeMutableRawPointer(target.baseAddress), count: count)
        }
        position = 0
        cutRead = nil
        return bytes
    }

    func seek(by offset: Int, from origin: readstat_io_flags_t) -> Int {
        let start =
            switch origin {
            case READSTAT_SEEK_SET: 0
            case READSTAT_SEEK_CUR: position
            default: end
            }
        let (target, overflow) = start.addingReportingOverflow(offset)
        guard !overflow, target >= 0 else { return -1 }
        position = target
        return target
    }

    /// Copies up to `count` bytes from the current position; less only at the end of the file or after a failure.
    func read(into target: UnsafeMutableRawPointer?, count: Int) -> Int {
        // The library passes on a nil buffer where an absurd length made its allocation fail.
        guard let target = unsafe target, count > 0 else { return 0 }
        var done = 0
        while done < count {
            if position < bufferStart || position >= bufferStart + bufferCount {
                guard position < end, fill() else { break }
            }
            let offset = position - bufferStart
            let step = min(count - done, bufferCount - offset)
            unsafe (target + done).copyMemory(from: buffer + offset, byteCount: step)
            done += step
            position += step
        }
        if done < count {
            var isBlank = true
            for index in 0..<done where unsafe target.load(fromByteOffset: index, as: UInt8.self) != 0x20 {
                isBlank = false
                break
            }
            cutRead = (done, count, isBlank)
        }
        return done
    }

    /// Fills the buffer with the part of the file that holds the current position.
    private func fill() -> Bool {
        bufferStart = position - position % 80
        bufferCount = 0
        while bufferCount < Self.capacity {
            let got = unsafe pread(
                descriptor, buffer + bufferCount, Self.capacity - bufferCount, off_t(bufferStart + bufferCount))
            if got > 0 {
                bufferCount += got
            } else if got == 0 {
                break
            } else if errno != EINTR {
                failure = errno
                bufferCount = 0
                return false
            }
        }
        if format == .xpt { findSecondTable() }
        bufferCount = min(bufferCount, end - bufferStart)
        return position < bufferStart + bufferCount
    }

    /// Looks in the buffer for the header of a second table, which the library would read as rows of the first.
    /// The first table's header is the fourth record of the file.
    private func findSecondTable() {
        let first = "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"
        let later = "HEADER RECORD*******MEMBV8  HEADER RECORD!!!!!!!"
        for offset in stride(from: 0, through: bufferCount - 80, by: 80) where bufferStart + offset > 240 {
            // The buffer is aligned to 16 bytes and 80 is a multiple of 16; 0x4845414445522052 is "HEADER R".
            guard unsafe buffer.load(fromByteOffset: offset, as: UInt64.self).bigEndian == 0x4845_4144_4552_2052 else {
                continue
            }
            let record = unsafe UnsafeRawBufferPointer(start: buffer + offset, count: 48)
            if unsafe record.elementsEqual(first.utf8) || record.elementsEqual(later.utf8) {
                hasSecondTable = true
                end = bufferStart + offset
                return
            }
        }
    }
}

extension ForeignSource {
    /// Runs the library's parser over the file with the handlers that `configure` sets.
    ///
    /// - Parameter context: the pointer that the handlers receive; it has to stay valid during the call.
    func parse(
        context: UnsafeMutableRawPointer, encoding: String? = nil, configure: (OpaqueParser) -> Void
    ) -> readstat_error_t {
        guard let parser = unsafe readstat_parser_init() else { return READSTAT_ERROR_MALLOC }
        defer { unsafe readstat_parser_free(parser) }
        position = 0
        cutRead = nil
        let io = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe _ = readstat_set_open_handler(parser) { _, _ in 0 }
        unsafe _ = readstat_set_close_handler(parser) { _ in 0 }
        unsafe _ = readstat_set_seek_handler(parser) { offset, origin, io in
            guard let io = unsafe io else { return -1 }
            let source = unsafe Unmanaged<ForeignSource>.fromOpaque(io).takeUnretainedValue()
            return readstat_off_t(source.seek(by: Int(offset), from: origin))
        }
        unsafe _ = readstat_set_read_handler(parser) { target, count, io in
            guard let io = unsafe io else { return 0 }
            let source = unsafe Unmanaged<ForeignSource>.fromOpaque(io).takeUnretainedValue()
            return unsafe source.read(into: target, count: Int(clamping: count))
        }
        unsafe _ = readstat_set_update_handler(parser) { _, _, _, _ in READSTAT_OK }
        unsafe _ = readstat_set_io_ctx(parser, io)
        // nil: text comes as the file has it, see ForeignTextDecoder.
        unsafe _ = readstat_set_handler_character_encoding(parser, nil)
        // Without a limit the library reads no row at all of a plain SAV that does not declare how many it has.
        if format == .sav { unsafe _ = readstat_set_row_limit(parser, Int(Int32.max)) }
        unsafe configure(parser)

        func run(_ path: UnsafePointer<CChar>) -> readstat_error_t {
            switch format {
            case .xpt: unsafe readstat_parse_xport(parser, path, context)
            case .sas7bdat: unsafe readstat_parse_sas7bdat(parser, path, context)
            case .sav: unsafe readstat_parse_sav(parser, path, context)
            case .dta: unsafe readstat_parse_dta(parser, path, context)
            case nil: READSTAT_ERROR_UNSUPPORTED_FILE_FORMAT_VERSION
            }
        }
        return withExtendedLifetime(self) {
            guard let encoding else { return unsafe path.withCString { unsafe run($0) } }
            // The parser keeps the pointer to the name, so the name lives as long as the call.
            return unsafe encoding.withCString { name in
                unsafe _ = readstat_set_file_character_encoding(parser, name)
                return unsafe path.withCString { unsafe run($0) }
            }
        }
    }

    /// As ``parse(context:encoding:configure:)``; an SPSS file with an unknown code for its encoding is read once more
    /// as Windows-1252. The library meets that code before it calls any handler, so nothing arrives twice.
    func parseAnyEncoding(
        context: UnsafeMutableRawPointer, configure: (OpaqueParser) -> Void
    ) -> readstat_error_t {
        let code = unsafe parse(context: context, configure: configure)
        guard code == READSTAT_ERROR_UNSUPPORTED_CHARSET, format == .sav else { return code }
        return unsafe parse(context: context, encoding: "WINDOWS-1252", configure: configure)
    }

    /// What the library's result means for this file, nil if it is a success.
    func failure(_ code: readstat_error_t, row: Int? = nil, said: String = "") -> ForeignReadError? {
        func error(_ reason: ForeignReadError.Reason, _ detail: String = "") -> ForeignReadError {
            ForeignReadError(reason, path: path, format: format, row: row, detail: detail)
        }
        if failure != 0 { return error(.readFailed, Self.systemMessage(failure)) }
        guard code != READSTAT_OK else { return nil }
        let own = ForeignTextDecoder(encoding: "UTF-8").decode(unsafe foreignBytes(readstat_error_message(code)))
        let detail = said.isEmpty ? own : said
        return switch code {
        case READSTAT_ERROR_OPEN: error(.cannotOpen, detail)
        case READSTAT_ERROR_READ, READSTAT_ERROR_SEEK: error(.truncated, detail)
        case READSTAT_ERROR_MALLOC: error(.tooLarge, detail)
        case READSTAT_ERROR_UNSUPPORTED_COMPRESSION: error(.unsupportedCompression, detail)
        case READSTAT_ERROR_UNSUPPORTED_CHARSET: error(.unsupportedEncoding, detail)
        case READSTAT_ERROR_UNSUPPORTED_FILE_FORMAT_VERSION: error(.unsupportedVersion, detail)
        case READSTAT_ERROR_ROW_COUNT_MISMATCH: error(.rowCountMismatch, detail)
        case READSTAT_ERROR_PARSE, READSTAT_ERROR_COLUMN_COUNT_MISMATCH, READSTAT_ERROR_ROW_WIDTH_MISMATCH,
            READSTAT_ERROR_BAD_FORMAT_STRING, READSTAT_ERROR_VALUE_TYPE_MISMATCH, READSTAT_ERROR_CONVERT,
            READSTAT_ERROR_CONVERT_BAD_STRING, READSTAT_ERROR_CONVERT_SHORT_STRING, READSTAT_ERROR_CONVERT_LONG_STRING,
            READSTAT_ERROR_NUMERIC_VALUE_IS_OUT_OF_RANGE, READSTAT_ERROR_TAGGED_VALUE_IS_OUT_OF_RANGE,
            READSTAT_ERROR_STRING_VALUE_IS_TOO_LONG, READSTAT_ERROR_NOTE_IS_TOO_LONG,
            READSTAT_ERROR_BAD_TIMESTAMP_STRING, READSTAT_ERROR_BAD_TIMESTAMP_VALUE,
            READSTAT_ERROR_TOO_MANY_MISSING_VALUE_DEFINITIONS:
            // A parser that runs into the end of the file in the middle of a structure calls it a syntax error.
            error(.corrupt, detail)
        default: error(.unexpected, "\(detail), code \(code.rawValue)")
        }
    }
}

/// The library's parser, as ``ForeignSource/parse(context:encoding:configure:)`` hands it to `configure`.
typealias OpaqueParser = UnsafeMutablePointer<readstat_parser_t>
