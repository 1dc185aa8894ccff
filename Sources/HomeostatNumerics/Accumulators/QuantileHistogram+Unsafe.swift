extension QuantileHistogram {
    /// Counts the numbers of octaves that have occurred, and leaves absent ones away.
    ///
    /// - Returns: the first row whose octave has not occurred; the end of the rows where all were counted.
    mutating func addKnown(_ lanes: [Lanes], _ rows: Range<Int>) -> Int {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= lanes.count * 8)
        let shift = UInt64(52 - precision)
        let octaveShift = UInt64(precision)
        let mask = UInt64(1) &<< octaveShift &- 1
        let first = UInt64(window.lowerBound) &<< UInt64(precision)
        let size = UInt64(window.count) &<< UInt64(precision)
        precondition(size <= counts.count)
        let end = rows.upperBound
        var row = rows.lowerBound
        var absent = 0
        let (pages, firstOctave) = (self.pages, self.firstOctave)
        unsafe lanes.withUnsafeBytes { numbers in
            unsafe counts.withUnsafeMutableBufferPointer { counts in
                guard let bits = unsafe numbers.assumingMemoryBound(to: UInt64.self).baseAddress,
                    let place = counts.baseAddress
                else { return }
                while row < end {
                    let key = unsafe bits[row] &>> shift
                    if key &- first < size {
                        unsafe place[Int(truncatingIfNeeded: key &- first)] &+= 1
                    } else if unsafe Double(bitPattern: bits[row]).isNaN {
                        absent &+= 1
                    } else {
                        // The page lies inside the counts and has a place for each value of the mask.
                        let octave = Int(truncatingIfNeeded: key &>> octaveShift) - firstOctave
                        guard pages.indices.contains(octave), case let page = pages[octave], page >= 0 else { return }
                        unsafe place[page &+ Int(truncatingIfNeeded: key & mask)] &+= 1
                    }
                    row &+= 1
                }
            }
        }
        count += row - rows.lowerBound - absent
        return row
    }
}
