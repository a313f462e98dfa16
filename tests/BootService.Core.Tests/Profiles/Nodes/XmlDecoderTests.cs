using System.Text;
using BootService.Core.Profiles.Nodes;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Nodes;

/// <summary>Bytes of node files as text: strictly, with the place of what is none.</summary>
public class XmlDecoderTests
{
    [Fact]
    public void UTF_8_is_read_as_it_was_written_with_a_mark_before_it_or_none() =>
        Gen.Select(Gen.String, Gen.Bool, Choice.Among("", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='utf-8'?>", "<?xml encoding = \"UTF8\" ?>"))
            .Sample(
            (text, hasMark, declaration) =>
            {
                // Half a surrogate pair is no text, and a zero within the first two bytes is UTF-16's.
                var whole = declaration + "<!--" + new string([.. text.Where(letter => !char.IsSurrogate(letter))]);
                byte[] bytes = [.. hasMark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(whole)];
                Assert.Equal(whole, XmlDecoder.Decode(bytes, out _));
            },
            iter: 2000);

    [Theory]
    [InlineData("a\xff", 1, 2, "the byte 0xFF is not UTF-8: save the file as UTF-8")]
    [InlineData("ab\ncd\xe9\n", 2, 3, "the byte 0xE9 is not UTF-8: save the file as UTF-8")]
    [InlineData("\n\n\xc3", 3, 1, "the byte 0xC3 is not UTF-8: save the file as UTF-8")]
    [InlineData("\xff\xfe<\0", 1, 1, "the file is UTF-16: save it as UTF-8")]
    [InlineData("\xfe\xff\0<", 1, 1, "the file is UTF-16: save it as UTF-8")]
    [InlineData("<\0?\0", 1, 1, "the file is UTF-16: save it as UTF-8")]
    [InlineData("<?xml version='1.0' encoding='koi8-r'?>", 1, 1, "the encoding koi8-r is not known: save the file as UTF-8")]
    public void What_is_none_is_told_by_its_place(string bytes, int line, int column, string sentence)
    {
        Assert.Null(XmlDecoder.Decode(Encoding.Latin1.GetBytes(bytes), out var fault));
        Assert.Equal((line, column, sentence), fault);
    }

    [Theory]
    [InlineData("<?xml version='1.0' encoding='iso-8859-1'?>\xe4", "\u00e4")]
    [InlineData("<?xml version='1.0' encoding=\"LATIN1\"?>\xe4", "\u00e4")]
    public void Latin_1_that_says_so_is_read(string bytes, string end) =>
        Assert.EndsWith(end, XmlDecoder.Decode(Encoding.Latin1.GetBytes(bytes), out _), StringComparison.Ordinal);

    [Theory]
    [InlineData("<?xml version='1.0' encoding?>x")]
    [InlineData("<?xml version='1.0' encoding=>x")]
    [InlineData("<?xml version='1.0' encoding='utf-8>x")]
    [InlineData("<?xml")]
    [InlineData("encoding='koi8-r'")]
    [InlineData("")]
    public void A_declaration_cut_short_declares_nothing(string text) => Assert.Equal(text, XmlDecoder.Decode(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_file_that_nobody_wrote_by_hand_is_refused()
    {
        Assert.NotNull(XmlDecoder.Decode(new byte[XmlDecoder.MaxBytes].Select(_ => (byte)'a').ToArray(), out _));
        Assert.Null(XmlDecoder.Decode(new byte[XmlDecoder.MaxBytes + 1], out var fault));
        Assert.Contains("split it into several nodes", fault.Sentence, StringComparison.Ordinal);
    }
}
