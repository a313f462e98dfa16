using BootService.Commands.Catalog;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

public sealed class CatalogTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_folder_of_a_verb_is_its_command_line()
    {
        var source = Path.Combine(Root(), "src", "BootService.Commands");
        foreach (var declaration in _stack.Catalog.Declarations)
        {
            var words = declaration.Words.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]).ToArray();
            var path = Path.Combine([source, .. words[..^1], string.Concat(words) + ".cs"]);
            Assert.True(File.Exists(path), $"{declaration.Words} should be in {path}");
        }
    }

    [Fact]
    public void Every_verb_says_what_it_does()
    {
        foreach (var declaration in _stack.Catalog.Declarations)
        {
            Assert.EndsWith(".", declaration.Help, StringComparison.Ordinal);
            Assert.All(declaration.Parameters, parameter => Assert.EndsWith(".", parameter.Help, StringComparison.Ordinal));
            Assert.All(declaration.Parameters, parameter => Assert.Equal(parameter.Kind is ValueKind.Choice, !parameter.Choices.IsEmpty));
            Assert.Equal(declaration.Parameters.Length, declaration.Parameters.Select(parameter => parameter.Name).Distinct().Count());
        }
    }

    [Fact]
    public void The_usage_is_one_line_in_Stackis_style() =>
        Assert.Equal(
            "set host attr {host ...} {attr=string} {value=string} [shadow=bool] [dryrun=bool]", _stack.Catalog.DeclarationOf(["set", "host", "attr"])!.Usage);

    [Fact]
    public void Help_of_a_verb_is_the_same_before_and_after_it()
    {
        var help = _stack.Do("list", "host", "boot", "help").Messages.Single();
        Assert.StartsWith("stack list host boot [host ...]\n\nLists what hosts do at their next network boot.\n", help, StringComparison.Ordinal);
        Assert.Contains("\nExample\n  stack list host boot backend", help, StringComparison.Ordinal);
        Assert.Equal(help, _stack.Do("help", "list", "host", "boot").Messages.Single());
    }

    [Fact]
    public void Every_example_is_a_line_of_its_verb()
    {
        foreach (var declaration in _stack.Catalog.Declarations.Where(declaration => declaration.Example.Length > 0))
        {
            Assert.StartsWith(declaration.Words, declaration.Example, StringComparison.Ordinal);
            string[] words = [.. declaration.Example.Split(' ').Select(word => word.StartsWith("timeout=", StringComparison.Ordinal) ? "timeout=0" : word)];
            Assert.NotEqual(2, _stack.Try(words).End.Exit);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BootService.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the source tree");
        }

        return folder;
    }
}
