using System.Buffers;
using System.Buffers.Text;
using System.Text;
using BootService.Commands.Output;

namespace BootService.Admin;

/// <summary>Writes a cell as JSON (RFC 8259 §7: only quotes, backslashes and control characters are escaped).</summary>
internal static class JsonCell
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\', '\u007F']);

    /// <summary>The most octets a cell can take.</summary>
    public static int Room(in Cell cell) => 24 + ((cell.Text?.Length ?? 0) * 6);

    /// <summary>Writes the value.</summary>
    /// <returns>How many octets it took.</returns>
    public static int Write(in Cell cell, Span<byte> room)
    {
        if (cell.IsNumber)
        {
            Utf8Formatter.TryFormat(cell.Number, room, out var digits);
            return digits;
        }

        if (cell.Text is not { } text)
        {
            "null"u8.CopyTo(room);
            return 4;
        }

        room[0] = (byte)'"';
        var length = Text(text, room[1..]);
        room[length + 1] = (byte)'"';
        return length + 2;
    }

    /// <summary>Writes a text without its quotes; a half of a surrogate pair becomes U+FFFD.</summary>
    private static int Text(ReadOnlySpan<char> text, Span<byte> room)
    {
        // Most cells are short and plain.
        if (text.IndexOfAny(Escaped) < 0 && Ascii.FromUtf16(text, room, out var plain) is OperationStatus.Done)
        {
            return plain;
        }

        var at = 0;
        while (text.IndexOfAny(Escaped) is var special and >= 0)
        {
            at += Encoding.UTF8.GetBytes(text[..special], room[at..]);
            at += Escape(text[special], room[at..]);
            text = text[(special + 1)..];
        }

        return at + Encoding.UTF8.GetBytes(text, room[at..]);
    }

    private static int Escape(char letter, Span<byte> room)
    {
        if (letter is '"' or '\\')
        {
            room[0] = (byte)'\\';
            room[1] = (byte)letter;
            return 2;
        }

        "\\u00"u8.CopyTo(room);
        room[4] = (byte)"0123456789abcdef"[letter >> 4];
        room[5] = (byte)"0123456789abcdef"[letter & 15];
        return 6;
    }
}
