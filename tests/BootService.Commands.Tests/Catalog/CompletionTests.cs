using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

/// <summary>Which words a line goes on with.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("list host output-format=j", "output-format=json")]
    [InlineData("list host output-h", "output-header=")]
    [InlineData("list host output-header=y", "output-header=yes")]
    [InlineData("list pallet output-col=name,ver", "output-col=name,version")]
    [InlineData("set host environment backend-0-3 environment=la", "environment=lab")]
    [InlineData("enable pallet CentOS ver", "version=")]
    public void Parameters_that_every_verb_takes_and_names_that_are_known_are_offered(string line, string offered)
    {
        _stack.Type("add environment lab");
        Assert.Equal([offered], Offered(line));
    }

    [Fact]
    public void What_stands_for_any_column_is_not_offered_as_a_word() =>
        Assert.DoesNotContain(Offered("list host output-format="), word => word.Contains("NAME", StringComparison.Ordinal));

    private IEnumerable<string> Offered(string line) => _stack.Do("complete", "line=stack " + line).Messages.SelectMany(text => text.Split('\n'));
}
