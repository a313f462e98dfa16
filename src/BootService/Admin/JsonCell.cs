using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using BootService.Commands.Output;

namespace BootService.Admin;

/// <summary>Writes a cell as JSON (RFC 8259 §7: only quotes, backslashes and control characters are escaped).</summary>
internal static class JsonCell
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\', '\u007F']);

    /// <summary>Writes the key, which ends in a colon, and the value.</summary>
    public static void Write(PipeWriter pipe, ReadOnlySpan<byte> key, Cell cell)
    {
        var text = cell.Text;
        var room = pipe.GetSpan(key.Length + 24 + ((text?.Length ?? 0) * 6));
        key.CopyTo(room);
        var at = key.Length;
        if (cell.IsNumber)
        {
            Utf8Formatter.TryFormat(cell.Number, room[at..], out var digits);
            at += digits;
        }
        else if (text is null)
        {
            "null"u8.CopyTo(room[at..]);
            at += 4;
        }
        else
        {
            room[at++] = (byte)'"';
            at += Text(text, room[at..]);
            room[at++] = (byte)'"';
        }

        pipe.Advance(at);
    }

    /// <summary>Writes a text without its quotes; a half of a surrogate pair becomes U+FFFD.</summary>
    private static int Text(ReadOnlySpan<char> text, Span<byte> room)
    {
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
