using System.Text;

namespace BootService.Cli.Tests;

public class PeoplesTextTests
{
    [Fact]
    public void What_spreadsheets_save_is_read_as_it_was_meant()
    {
        const string Text = "name,comment\r\nbackend-0-0,café\r\n";
        Assert.Equal((Text, null), PeoplesText.Read("h", Encoding.UTF8.GetBytes(Text)));
        Assert.Equal((Text, null), PeoplesText.Read("h", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)]));
        Assert.Equal((Text, null), PeoplesText.Read("h", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)]));
        Assert.Equal((Text, null), PeoplesText.Read("h", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)]));
        Assert.Equal((Text, null), PeoplesText.Read("h", Encoding.Unicode.GetBytes(Text)));
    }

    [Fact]
    public void Windows_1252_is_recognized_and_said()
    {
        var (text, remark) = PeoplesText.Read("h.csv", [(byte)'c', (byte)'a', (byte)'f', 0xE9, (byte)' ', 0x80, 0x93]);
        Assert.Equal("café €“", text);
        Assert.StartsWith("h.csv is not UTF-8 and was read as Windows-1252", remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0x81 }, "h:2:2: the byte 81 is neither UTF-8 nor Windows-1252")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', 0xE9 }, "h:2:1: the byte E9 is not UTF-8, which the file says it is")]
    [InlineData(new byte[] { (byte)'a', (byte)'b', (byte)'c', 0, (byte)'d' }, "h:1:4: there is a NUL in it")]
    public void What_cannot_be_read_is_refused_with_the_place(byte[] bytes, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<CliFault>(() => PeoplesText.Read("h", bytes)).Message, StringComparison.Ordinal);
}
