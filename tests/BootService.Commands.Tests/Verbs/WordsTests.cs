using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

/// <summary>Lines that say nothing we know.</summary>
public sealed class WordsTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("lst host", "invalid stack command \"lst\": did you mean \"list\"?")]
    [InlineData("list hst", "invalid stack command \"list hst\": did you mean \"list host\"?")]
    [InlineData("frobnicate", "invalid stack command \"frobnicate\": see \"stack help\"")]
    [InlineData("list host atr", "\"atr\" is no host: did you mean \"list host attr\"?")]
    [InlineData("set host atrr backend-0-0 attr=x value=y", "unknown parameter \"attr\": did you mean \"set host attr\"?")]
    [InlineData("set host boot backend action=instal", "\"action\" parameter must be \"install\" or \"os\" or \"run\": did you mean \"install\"?")]
    [InlineData("set host boot backend acton=install", "unknown parameter \"acton\": did you mean \"action\"?")]
    [InlineData("set attr attr=x vaule=y", "unknown parameter \"vaule\": did you mean \"value\"?")]
    [InlineData("set attr attr=x value=y shadow=maybe", "\"shadow\" parameter must be a boolean: yes or no")]
    [InlineData("set attr a b attr=x value=y", "unknown argument \"a\"")]
    [InlineData("add host x appliance=backend rack=-1 rank=0", "\"rack\" parameter must be an integer, 0 or more")]
    [InlineData("add host x appliance=backend rack=99999999999 rank=0", "\"rack\" parameter must be an integer, 0 or more")]
    [InlineData("add host interface backend-0-0 interface=e mac=52:54", "\"mac\" parameter must be a hardware address")]
    [InlineData("add host interface backend-0-0 interface=e ip=10.1.1", "\"ip\" parameter must be an IPv4 address")]
    [InlineData("add host interface backend-0-0", "\"interface\" parameter is required")]
    [InlineData("add host interface backend-0-0 interface=a/b", "\"a/b\" is not the name of an interface")]
    [InlineData("add host", "\"host\" argument is required")]
    [InlineData("run host backend", "\"command\" parameter is required")]
    [InlineData("run host backend-0-0", "\"command\" parameter is required")]
    [InlineData("run host -- uptime", "a host is missing: \"uptime\" names none, and is taken for the command")]
    [InlineData("run host uptime", "a host is missing: \"uptime\" names none, and is taken for the command")]
    [InlineData("list", "\"list\" is not a whole command: it goes on with")]
    [InlineData("list host output-format=xml", "\"output-format\" parameter must be \"text\" or \"json\"")]
    public void One_sentence_says_what_was_not_understood(string line, string sentence) =>
        Assert.StartsWith(sentence, Ends(line), StringComparison.Ordinal);

    [Fact]
    public void A_quoted_command_is_as_good_as_its_words() => Assert.Equal(5, _stack.Do("list host", "backend").Rows.Count);

    [Fact]
    public void Every_table_can_be_asked_for_in_another_form() => _stack.Type("list host output-format=json output-header=no output-col=host");

    [Fact]
    public void Stack_alone_is_stack_help() => Assert.Equal(_stack.Do("help").Messages, _stack.Do().Messages);

    [Theory]
    [InlineData("create distribution")]
    [InlineData("sync config")]
    [InlineData("sync host config backend")]
    public void What_Stacki_had_to_be_told_is_accepted(string line) =>
        Assert.Contains("nothing to do", _stack.Type(line).Messages.Single(), StringComparison.Ordinal);

    [Fact]
    public void The_daemon_says_its_version() => Assert.Matches("^bootservice [0-9]+\\.[0-9]+\\.[0-9]+$", _stack.Type("version").Messages.Single());

    private string Ends(string line)
    {
        var (end, _) = _stack.Try(line.Split(' '));
        Assert.NotEqual(0, end.Exit);
        Assert.DoesNotContain('\n', end.Sentence!);
        return end.Sentence!;
    }
}
