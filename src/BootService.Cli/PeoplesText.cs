using System.Buffers;
using System.Text;
using System.Text.Unicode;
using BootService.Contracts;

namespace BootService.Cli;

/// <summary>
/// Turns a file of a person's into text: UTF-8, or what spreadsheets save instead. A character is read as it was meant, or the file is refused with the place.
/// </summary>
internal static class PeoplesText
{
    private static readonly UnicodeEncoding LittleEnd = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEnd = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>What Windows-1252 has from 0x80 to 0x9F; NUL where it has nothing.</summary>
    private const string Upper =
        "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0\0\u2018\u2019\u201C\u201D\u2022\u2013"
        + "\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    /// <summary>The text, where it is not more than a call can carry.</summary>
    /// <param name="path">Where it comes from.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">How many octets it may have.</param>
    /// <exception cref="CliFault">It has more.</exception>
    public static Utf8Text Sendable(string path, Utf8Text text, int most) => text.Octets.Length <= most ? text
        : throw new CliFault($"{path} has {text.Octets.Length / 1_000_000} MB of text, and {most / 1_000_000} are the most that can be sent to the daemon");

    /// <summary>The text, and what a person should know of how it was read; null when there is nothing to say.</summary>
    /// <param name="path">The file as its owner named it.</param>
    /// <param name="file">Its content; the text lies in it where it can.</param>
    /// <exception cref="CliFault">It is no text; the sentence says where.</exception>
    public static (Utf8Text Text, string? Remark) Read(string path, ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (Form(bytes) is { } form)
        {
            throw new CliFault($"{path} is {form}, and text is wanted: save it as CSV (UTF-8)");
        }

        if (Wide(bytes) is { } wide)
        {
            return (Utf8Text.Of(Utf16(path, bytes[wide.Mark..], wide.Letters)), null);
        }

        var mark = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        var body = bytes[mark..];
        if (body.IndexOf((byte)0) is var nul and >= 0)
        {
            throw new CliFault($"{path}:{Line(body, nul)}: there is a NUL in it, so it is no text");
        }

        if (Utf8.IsValid(body))
        {
            return (new Utf8Text(file[mark..]), null);
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(body[at..], out _, out var length) is OperationStatus.Done)
        {
            at += length;
        }

        return mark > 0
            ? throw new CliFault($"{path}:{Line(body, at)}: the byte {body[at]:X2} is not UTF-8, which the file says it is: save it anew")
            : (Utf8Text.Of(Windows1252(path, body)), $"{path} is not UTF-8 and was read as Windows-1252: look at what was taken, or save it as UTF-8");
    }

    /// <summary>What a file is that spreadsheets and other programs keep for themselves; null when it may be text.</summary>
    private static string? Form(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "the workbook of a spreadsheet program (.xlsx, .ods) or another ZIP archive",
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => "the workbook of an old spreadsheet program (.xls)",
        [0x1F, 0x8B, 8, ..] => "compressed by gzip",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "a PDF",
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
        _ => null,
    };

    /// <summary>
    /// The letters of a file of UTF-16, by its mark or by every other byte of its beginning being NUL, and how long its mark is; null for anything else.
    /// </summary>
    private static (int Mark, Encoding Letters)? Wide(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => (2, LittleEnd),
        [0xFE, 0xFF, ..] => (2, BigEnd),
        [not 0, 0, not 0, 0, ..] => (0, LittleEnd),
        [0, not 0, 0, not 0, ..] => (0, BigEnd),
        _ => null,
    };

    private static string Utf16(string path, ReadOnlySpan<byte> bytes, Encoding letters)
    {
        string text;
        try
        {
            text = letters.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CliFault($"{path} is UTF-16 and holds half a character, or ends within one: save it as UTF-8");
        }

        return text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0
            ? throw new CliFault($"{path}:{text.AsSpan(0, nul).Count('\n') + 1}: there is a NUL in it, so it is no text")
            : text;
    }

    private static string Windows1252(string path, ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (var at = 0; at < bytes.Length; at++)
        {
            text[at] = bytes[at] is >= 0x80 and < 0xA0 ? Upper[bytes[at] - 0x80] : (char)bytes[at];
            if (text[at] == '\0')
            {
                throw new CliFault($"{path}:{Line(bytes, at)}: the byte {bytes[at]:X2} is neither UTF-8 nor Windows-1252: save the file as UTF-8");
            }
        }

        return new string(text);
    }

    private static string Line(ReadOnlySpan<byte> bytes, int at) => $"{bytes[..at].Count((byte)'\n') + 1}:{at - bytes[..at].LastIndexOf((byte)'\n')}";
}
