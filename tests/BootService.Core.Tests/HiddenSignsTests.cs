using Xunit;

namespace BootService.Core.Tests;

public class HiddenSignsTests
{
    [Theory]
    [InlineData("no host is called \"x\u202egnp.exe\"", "no host is called \"x\\u202egnp.exe\"")]
    [InlineData("a\u2066b\u2069c", "a\\u2066b\\u2069c")]
    [InlineData("\ufeffhost\u200b", "\\ufeffhost\\u200b")]
    [InlineData("one\u2028two\u2029three", "one\\u2028two\\u2029three")]
    [InlineData("tag\U000e0041", "tag\\U000e0041")]
    [InlineData("a\nb\u001b[31mc\u0085d", "a?b?[31mc?d")]
    public void What_nobody_sees_is_shown(string text, string shown) => Assert.Equal(shown, HiddenSigns.Shown(text));

    [Theory]
    [InlineData("no host is called \"backend-0-0\"")]
    [InlineData("Gehäuse 12 – älter")]
    [InlineData("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")]
    [InlineData("\U0001f468\u200d\U0001f469")]
    public void What_is_seen_stays_as_it_is_and_joiners_are_part_of_how_some_languages_are_written(string text) => Assert.Equal(text, HiddenSigns.Shown(text));

    [Fact]
    public void A_joiner_between_letters_of_a_name_of_ours_joins_nothing() => Assert.Equal("back\\u200dend", HiddenSigns.Shown("back\u200dend"));
}
