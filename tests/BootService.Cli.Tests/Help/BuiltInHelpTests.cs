using BootService.Cli.Help;

namespace BootService.Cli.Tests.Help;

public class BuiltInHelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("help")]
    public void Help_needs_no_daemon(string line)
    {
        var help = BuiltInHelp.Of(line.Split(' '), width: 0)!;
        Assert.Equal(0, help.Exit);
        Assert.StartsWith("stack VERB ", help.Text, StringComparison.Ordinal);
        Assert.Contains("\nInstall and boot\n", help.Text, StringComparison.Ordinal);
        Assert.Contains("\n  set host boot ", help.Text, StringComparison.Ordinal);
        Assert.Contains("\n  --server URL ", help.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help set host boot")]
    [InlineData("set host boot help")]
    public void A_verb_tells_all_about_itself(string line) =>
        Assert.StartsWith("stack set host boot {host ...} {action=", BuiltInHelp.Of(line.Split(' '), width: 0)!.Text, StringComparison.Ordinal);

    [Fact]
    public void An_alias_tells_of_its_verb() =>
        Assert.StartsWith("stack version\n", BuiltInHelp.Of(["list", "version", "help"], width: 0)!.Text, StringComparison.Ordinal);

    [Fact]
    public void A_word_finds_verbs() => Assert.Contains("set password", BuiltInHelp.Of(["help", "password"], width: 0)!.Text, StringComparison.Ordinal);

    [Fact]
    public void A_word_that_nothing_has_to_do_with_is_said_to_be_one() =>
        Assert.Equal(
            (2, "no command has to do with \"pasword\": did you mean \"password\"?"),
            BuiltInHelp.Of(["help", "pasword"], 0) is var help ? (help!.Exit, help.Text) : default);

    [Theory]
    [InlineData("list host")]
    [InlineData("frobnicate help")]
    [InlineData("help output-format=json")]
    public void What_a_daemon_may_know_better_is_left_to_it(string line) => Assert.Null(BuiltInHelp.Of(line.Split(' '), width: 0));

    [Fact]
    public void Lines_are_as_wide_as_the_screen() =>
        Assert.All(BuiltInHelp.Of(["help"], width: 100)!.Text.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
}
