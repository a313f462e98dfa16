using System.Text;

namespace BootService.Cli.Tests;

public class PeoplesTextTests
{
    [Fact]
    public void What_spreadsheets_save_is_read_as_it_was_meant()
    {
        const string Text = "name,comment\r\nbackend-0-0,café\r\n";
        Assert.Equal((Text, null), Read(Encoding.UTF8.GetBytes(Text)));
        Assert.Equal((Text, null), Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)]));
        Assert.Equal((Text, null), Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)]));
        Assert.Equal((Text, null), Read([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)]));
        Assert.Equal((Text, null), Read(Encoding.Unicode.GetBytes(Text)));
    }

    /// <summary>What a file of UTF-16 is cut off in, or holds by mistake, was replaced in silence.</summary>
    [Theory]
    [InlineData(
        new byte[] { 0xFF, 0xFE, (byte)'a', 0, 0x3D, 0xD8, (byte)'b', 0 }, "h is UTF-16 and holds half a character, or ends within one: save it as UTF-8")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, (byte)'a', 0 }, "h is UTF-16 and holds half a character, or ends within one: save it as UTF-8")]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'\n', 0, 0, 0 }, "h:2: there is a NUL in it, so it is no text")]
    public void Utf16_is_read_whole_or_refused(byte[] bytes, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CliFault>(() => PeoplesText.Read("h", bytes)).Message);

    private static (string Text, string? Remark) Read(params byte[] bytes)
    {
        var (text, remark) = PeoplesText.Read("h.csv", bytes);
        return (text.ToString(), remark);
    }

    [Fact]
    public void Windows_1252_is_recognized_and_said()
    {
        var (text, remark) = Read((byte)'c', (byte)'a', (byte)'f', 0xE9, (byte)' ', 0x80, 0x93);
        Assert.Equal("café €“", text);
        Assert.StartsWith("h.csv is not UTF-8 and was read as Windows-1252", remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0x81 }, "h:2:2: the byte 81 is neither UTF-8 nor Windows-1252")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', 0xE9 }, "h:2:1: the byte E9 is not UTF-8, which the file says it is")]
    [InlineData(new byte[] { (byte)'a', (byte)'b', (byte)'c', 0, (byte)'d' }, "h:1:4: there is a NUL in it")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 20, 0 }, "h is the workbook of a spreadsheet program (.xlsx, .ods) or another ZIP archive, and text")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0 }, "h is the workbook of an old spreadsheet program (.xls), and text is wanted")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "h is compressed by gzip, and text is wanted: save it as CSV (UTF-8)")]
    [InlineData(new byte[] { (byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', (byte)'1' }, "h is a PDF, and text is wanted")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0, 0, (byte)'a', 0, 0, 0 }, "h is UTF-32, and text is wanted")]
    public void What_cannot_be_read_is_refused_with_the_place(byte[] bytes, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<CliFault>(() => PeoplesText.Read("h", bytes)).Message, StringComparison.Ordinal);
}
