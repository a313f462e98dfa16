using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using BootService.Commands.Output;
using BootService.Contracts;

namespace BootService.Admin;

/// <summary>Writes a cell as JSON (RFC 8259 §7: only quotes, backslashes and control characters are escaped).</summary>
internal static class JsonCell
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\', '\u007F']);

    /// <summary>What stands before each cell of a row, from the brace or comma to the colon.</summary>
    public static byte[][] Keys(TableShape shape) =>
    [
        .. shape.Headers.Concat(shape.More)
            .Select((header, at) => Encoding.UTF8.GetBytes($"{(at == 0 ? '{' : ',')}{JsonSerializer.Serialize(header, CommandJson.Default.String)}:")),
    ];

    /// <summary>The most octets a cell can take.</summary>
    public static int Room(in Cell cell)
    {
        var room = 24 + ((cell.Text?.Length ?? 0) * 6);
        for (var at = 0; at < cell.Items.Count; at++)
        {
            room += 3 + (cell.Items[at].Length * 6);
        }

        return room;
    }

    /// <summary>Writes the value.</summary>
    /// <returns>How many octets it took.</returns>
    public static int Write(in Cell cell, Span<byte> room)
    {
        switch (cell.Kind)
        {
            case CellKind.Text:
                return Quoted(cell.Text, room);
            case CellKind.Number:
                Utf8Formatter.TryFormat(cell.Number, room, out var digits);
                return digits;
            case CellKind.Fraction:
                return Encoding.UTF8.GetBytes(cell.Text, room);
            case CellKind.Truth:
                var word = cell.IsTrue ? "true"u8 : "false"u8;
                word.CopyTo(room);
                return word.Length;
            case CellKind.List:
                return List(cell.Items, room);
            default:
                "null"u8.CopyTo(room);
                return 4;
        }
    }

    private static int List(IReadOnlyList<string> items, Span<byte> room)
    {
        room[0] = (byte)'[';
        var used = 1;
        for (var at = 0; at < items.Count; at++)
        {
            if (at > 0)
            {
                room[used++] = (byte)',';
            }

            used += Quoted(items[at], room[used..]);
        }

        room[used] = (byte)']';
        return used + 1;
    }

    private static int Quoted(string? text, Span<byte> room)
    {
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
