using BootService.Core.Hosts;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Hosts;

public class HostNameTests
{
    [Theory]
    [InlineData("Backend-0-0", "backend-0-0")]
    [InlineData("WEB.Rack1.example", "web.rack1.example")]
    [InlineData("7", "7")]
    [InlineData("a--b", "a--b")]
    public void Capitals_are_folded(string typed, string kept) => Assert.Equal(kept, HostName.Parse(typed).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a-")]
    [InlineData("a.-b")]
    [InlineData("a-.b")]
    [InlineData("b\u00fccher")]
    [InlineData("\u0131nt")]
    [InlineData("a\n")]
    [InlineData("a\0b")]
    [InlineData("a/../b")]
    [InlineData("$(reboot)")]
    public void What_could_not_stand_in_a_path_or_a_zone_is_no_name(string typed)
    {
        Assert.False(HostName.TryParse(typed, null, out var none));
        Assert.Equal((default, string.Empty), (none, none.ToString()));
        Assert.Throws<FormatException>(() => HostName.Parse(typed));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_name_is_as_long_as_a_label_may_be(int length, bool isName) => Assert.Equal(isName, HostName.TryParse(new string('a', length), null, out _));

    [Fact]
    public void Whatever_is_a_name_stays_the_same_name_and_is_made_of_its_letters_alone() =>
        Gen.String[Gen.OneOf(Gen.Char['-', '9'], Gen.Char['A', 'z'], Gen.Char['\0', '\u024F']), 0, 12].Sample(
            typed =>
            {
                if (HostName.TryParse(typed, null, out var name))
                {
                    Assert.Equal(name, HostName.Parse(name.ToString()));
                    Assert.Matches(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z", name.ToString());
                }
            },
            iter: 5000);
}
