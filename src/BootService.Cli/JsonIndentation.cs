namespace BootService.Cli;

/// <summary>
/// Leaves out what large JSON is indented by: Stacki indents a dump by eight blanks a level, which are two thirds of it. Lines stay lines, so that a fault is
/// told with the line it has in the file.
/// </summary>
internal static class JsonIndentation
{
    /// <summary>Of less the columns stay true as well.</summary>
    private const int Much = 4 << 20;

    /// <summary>What is to be sent of a file, which may be moved together.</summary>
    /// <param name="file">The file.</param>
    public static ReadOnlyMemory<byte> Dropped(Memory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < Much || bytes.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return file;
        }

        // A string of JSON holds no end of a line, so that what stands after one is never part of a string.
        var (from, to) = (0, 0);
        while (from < bytes.Length)
        {
            var end = bytes[from..].IndexOf((byte)'\n');
            var line = end < 0 ? bytes[from..] : bytes.Slice(from, end + 1);
            from += line.Length;

            // Many blanks at once, which TrimStart takes one by one; the end of the file may be nothing but blanks.
            var blanks = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
            var kept = line[(blanks < 0 ? line.Length : blanks)..];
            kept.CopyTo(bytes[to..]);
            to += kept.Length;
        }

        return file[..to];
    }
}
