using BootService.Commands.Catalog;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

public sealed class HelpTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Help_lists_every_verb_once_with_its_sentence_under_what_it_is_for()
    {
        var lines = _stack.Do("help").Messages.Single().Split('\n');
        Assert.All(CommandTasks.All, task => Assert.Contains(task, lines));
        Assert.All(
            _stack.Catalog.Declarations,
            verb => Assert.Single(
                lines, line => line.StartsWith($"  {verb.Words} ", StringComparison.Ordinal) && line.EndsWith("  " + verb.Help, StringComparison.Ordinal)));
        Assert.All(CommonParameters.All, parameter => Assert.Contains(lines, line => line.StartsWith($"  {parameter.Name}=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("set host boot", "Install and boot")]
    [InlineData("set host power", "Power, and commands on nodes")]
    [InlineData("set host password", "Passwords, keys and attributes")]
    [InlineData("set attr", "Passwords, keys and attributes")]
    [InlineData("check profile", "Profiles: what a host installs")]
    [InlineData("load storage partition", "Disks")]
    [InlineData("add host interface", "Networks and addresses")]
    [InlineData("check network", "Networks and addresses")]
    [InlineData("create mirror", "Software: pallets, carts and boxes")]
    [InlineData("add host", "Hosts and what they are")]
    [InlineData("load hostfile", "Tables and copies of everything")]
    [InlineData("load", "Tables and copies of everything")]
    [InlineData("list audit", "The service itself")]
    public void A_verb_stands_where_somebody_looks_for_it(string verb, string task) => Assert.Equal(task, CommandTasks.Of(verb));

    [Fact]
    public void Each_task_has_verbs() =>
        Assert.Empty(CommandTasks.All.Except(_stack.Catalog.Declarations.Select(verb => CommandTasks.Of(verb.Words))));

    [Fact]
    public void Help_finds_what_a_verb_does_by_a_word_of_it_and_names_its_own_words_first()
    {
        var found = _stack.Do("help", "password").Messages.Single().Split('\n');
        Assert.StartsWith("set ", found[0], StringComparison.Ordinal);
        Assert.Contains(found, line => line.StartsWith("set password ", StringComparison.Ordinal));
        Assert.DoesNotContain(found, line => line.StartsWith("list pallet", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_of_the_beginning_of_verbs_lists_them()
    {
        var found = _stack.Do("help", "list", "host").Messages.Single().Split('\n');
        Assert.StartsWith("list host ", found[0], StringComparison.Ordinal);
        Assert.Contains(found, line => line.StartsWith("list host status ", StringComparison.Ordinal));
        Assert.DoesNotContain(found, line => line.StartsWith("list network", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_says_when_nothing_has_to_do_with_a_word() =>
        Assert.Equal("no command has to do with \"pasword\": did you mean \"password\"?", _stack.NotUnderstood("help", "pasword"));

    [Fact]
    public void Help_is_folded_at_the_words_of_a_terminals_width()
    {
        var lines = new HelpText(60).Overview(_stack.Catalog.Declarations).Split('\n');
        var column = _stack.Catalog.Declarations.Max(verb => verb.Words.Length) + 4;
        Assert.All(
            lines.SkipWhile(line => line != "Install and boot").TakeWhile(line => line != "Every command takes"),
            line => Assert.InRange(line.Length, 0, Math.Max(60, column + 40)));
        Assert.Contains(lines, line => line.StartsWith(new string(' ', column), StringComparison.Ordinal));
        Assert.Equal(
            new HelpText().Overview(_stack.Catalog.Declarations).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            string.Join('\n', lines).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
