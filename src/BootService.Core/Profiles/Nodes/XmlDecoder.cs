using System.Text;

namespace BootService.Core.Profiles.Nodes;

/// <summary>Turns the bytes of an XML file into text, strictly.</summary>
internal static class XmlDecoder
{
    /// <summary>Largest file; node files are written by hand.</summary>
    public const int MaxBytes = 1 << 20;

    /// <returns>The text, or null and what is wrong.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, out (int Line, int Column, string Sentence) fault)
    {
        fault = default;
        if (bytes.Length > MaxBytes)
        {
            fault = (0, 0, $"the file has more than {MaxBytes} bytes: split it into several nodes");
            return null;
        }

        if (bytes is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0, ..] or [_, 0, ..])
        {
            fault = (1, 1, "the file is UTF-16: save it as UTF-8");
            return null;
        }

        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            bytes = bytes[3..];
        }

        var declared = DeclaredEncoding(bytes);
        switch (declared.ToUpperInvariant())
        {
            case "" or "UTF-8" or "UTF8" or "US-ASCII" or "ASCII":
                return DecodeUtf8(bytes, out fault);
            case "ISO-8859-1" or "LATIN1":
                return Encoding.Latin1.GetString(bytes);
            default:
                fault = (1, 1, $"the encoding {declared} is not known: save the file as UTF-8");
                return null;
        }
    }

    private static string? DecodeUtf8(ReadOnlySpan<byte> bytes, out (int Line, int Column, string Sentence) fault)
    {
        fault = default;
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out var length) is not System.Buffers.OperationStatus.Done)
            {
                var before = Encoding.UTF8.GetString(bytes[..^rest.Length]);
                var line = before.AsSpan().Count('\n') + 1;
                fault = (line, before.Length - before.LastIndexOf('\n'), $"the byte 0x{rest[0]:X2} is not UTF-8: save the file as UTF-8");
                return null;
            }

            rest = rest[length..];
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The encoding the XML declaration names, or nothing.</summary>
    private static string DeclaredEncoding(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.StartsWith("<?xml"u8) ? bytes.IndexOf("?>"u8) : -1;
        var declaration = end < 0 ? "" : Encoding.Latin1.GetString(bytes[..end]);
        var at = declaration.IndexOf("encoding", StringComparison.Ordinal);
        var open = at < 0 ? -1 : declaration.AsSpan(at).IndexOfAny('"', '\'') + at;
        var close = open <= at ? -1 : declaration.IndexOf(declaration[open], open + 1);
        return close < 0 ? "" : declaration[(open + 1)..close];
    }
}
