using BootService.Commands.Grammar;

namespace BootService.Commands.Tests.Grammar;

public class CommandLineTests
{
    [Fact]
    public void A_word_is_split_at_its_first_equals_sign()
    {
        var line = CommandLine.Parse(["backend", "attr=a=b", "value="]);
        Assert.Equal(["backend"], line.Arguments);
        Assert.Equal("a=b", line.Parameters["attr"]);
        Assert.Equal(string.Empty, line.Parameters["value"]);
    }

    [Fact]
    public void What_follows_two_dashes_is_one_argument_whatever_it_looks_like()
    {
        var line = CommandLine.Parse(["backend", "timeout=5", "--", "A=1", "env", "[x", "where", "--", "-l"]);
        Assert.Equal(["backend", "A=1 env [x where -- -l"], line.Arguments);
        Assert.Equal(["timeout"], line.Parameters.Keys);
        Assert.Equal(["backend"], CommandLine.Parse(["backend", "--"]).Arguments);
    }

    [Fact]
    public void A_parameter_with_two_values_is_refused_and_neither_is_repeated() =>
        Assert.Equal(
            "\"value\" parameter is given twice, with two values: give it once",
            Assert.Throws<NotUnderstoodException>(() => CommandLine.Parse(["value=1", "x", "value=2"])).Message);

    [Fact]
    public void A_parameter_that_says_the_same_twice_is_taken() => Assert.Equal("1", CommandLine.Parse(["value=1", "x", "value=1"]).Parameters["value"]);

    [Fact]
    public void Empty_words_are_skipped() => Assert.Equal(["a", "b"], CommandLine.Parse(["", "a", "", "b"]).Arguments);

    [Fact]
    public void A_bracketed_condition_is_an_argument_although_it_holds_an_equals_sign() =>
        Assert.Equal(["[appliance==\"backend\" and rack==1]"], CommandLine.Parse(["[appliance==\"backend\" and rack==1]"]).Arguments);

    [Fact]
    public void An_open_bracket_goes_on_to_the_word_that_closes_it() =>
        Assert.Equal(["[ rack == 0]", "x"], CommandLine.Parse(["[", "rack", "==", "0", "]", "x"]).Arguments);

    [Fact]
    public void Each_bracketed_word_stands_for_itself() =>
        Assert.Equal(["backend-0-[1-4]", "backend-1-[0-3]"], CommandLine.Parse(["backend-0-[1-4]", "backend-1-[0-3]"]).Arguments);

    [Fact]
    public void Two_groups_of_several_words_stay_two() =>
        Assert.Equal(["[ a]", "[ b]"], CommandLine.Parse(["[", "a", "]", "[", "b", "]"]).Arguments);

    [Fact]
    public void A_group_without_its_end_is_not_understood() =>
        Assert.Contains(
            "lacks its closing ]", Assert.Throws<NotUnderstoodException>(() => CommandLine.Parse(["[", "rack", "attr=x"])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("where appliance == \"backend\"")]
    [InlineData("where", "rack", "==", "0")]
    [InlineData("where", "rack==0")]
    public void A_where_clause_is_one_argument(params string[] words)
    {
        var line = CommandLine.Parse([.. words, "attr=x"]);
        Assert.Equal([string.Join(' ', words)], line.Arguments);
        Assert.Equal("x", line.Parameters["attr"]);
    }

    [Fact]
    public void A_shell_command_that_holds_an_equals_sign_is_an_argument() =>
        Assert.Equal(["backend", "echo a=b"], CommandLine.Parse(["backend", "echo a=b"]).Arguments);

    [Fact]
    public void A_parameter_needs_a_name() =>
        Assert.Contains("no parameter name", Assert.Throws<NotUnderstoodException>(() => CommandLine.Parse(["=x"])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("it's \"quoted\"")]
    [InlineData("two\nlines\tand a tab")]
    [InlineData("&<>$`\\%^")]
    [InlineData("zażółć 機械 🖥")]
    public void Values_are_kept_to_the_letter(string value) => Assert.Equal(value, CommandLine.Parse(["value=" + value]).Parameters["value"]);
}
