using BootService.Commands.Profiles;

namespace BootService.Commands.Tests.Profiles;

public class FrozenKickstartTests
{
    [Theory]
    [InlineData("rootpw --iscrypted $6$old\nskipx\n", "rootpw --iscrypted ********\nskipx\n")]
    [InlineData("rootpw --iscrypted $6$now\nskipx\n", "rootpw --iscrypted ********\nskipx\n")]
    [InlineData("lang en\nrootpw --iscrypted $6$old\n", "lang en\nrootpw --iscrypted ********\n")]
    [InlineData("url --user=me:old@host\n", "url --user=me:********@host\n")]
    [InlineData("url --user=me:old@elsewhere\n", "url --user=me:********\n")]
    [InlineData("url --user=me:old@host --more\n", "url --user=me:********\n")]
    [InlineData("cat > /key << 'EOF'\none\ntwo\nthree\nEOF\n", "cat > /key << 'EOF'\n********\nEOF\n")]
    [InlineData("fetch /done/S3cret\nfetch /other/S3cret\n", "fetch /done/********\nfetch /other/********\n")]
    public void A_secret_is_masked_even_when_it_was_changed_since(string frozen, string masked)
    {
        const string Preview = "rootpw --iscrypted ********\nskipx\nurl --user=me:********@host\ncat > /key << 'EOF'\n********\nEOF\nfetch /done/********\n";
        Assert.Equal(masked, FrozenKickstart.Masked(frozen, ["S3cret", "$6$now", ""], Preview));
    }

    [Fact]
    public void A_secret_inside_another_leaves_nothing_of_it() =>
        Assert.Equal("a ********\nb ********\n", FrozenKickstart.Masked("a abcdef\nb abc\n", ["abc", "abcdef"], ""));
}
