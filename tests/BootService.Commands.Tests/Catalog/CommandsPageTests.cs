using System.Runtime.CompilerServices;
using System.Text;
using BootService.Commands.Catalog;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

/// <summary>docs/commands.md has every verb there is, every verb of Stacki's, and why those that are left out are; UPDATE_GOLDEN=1 writes it anew.</summary>
public sealed class CommandsPageTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_page_of_commands_is_what_the_declarations_say()
    {
        var text = Page();
        var path = PagePath();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 })
        {
            File.WriteAllText(path, text);
        }

        Assert.True(
            text == File.ReadAllText(path),
            "docs/commands.md is not what the code says any more: run this test with UPDATE_GOLDEN=1, and look at what changed");
    }

    [Fact]
    public void No_verb_of_ours_and_none_of_Stackis_is_missing_in_it()
    {
        var page = File.ReadAllText(PagePath());
        var ours = _stack.Catalog.Declarations.SelectMany(verb => verb.Aliases.Append(verb.Words));
        Assert.All(ours, words => Assert.Contains($"`{words}`", page, StringComparison.Ordinal));
        Assert.All(StackiVerbs.All, words => Assert.Contains($"`{words}`", page, StringComparison.Ordinal));
    }

    private string Page()
    {
        var page = new StringBuilder("""
            # Commands

            Every verb, what it does, and what Stacki 5.6.5 called it; `stack VERB help` says more of each, and [stacki.md](stacki.md) how the two differ.
            This page is made of the declarations of the verbs.

            | verb | does | of Stacki's |
            |---|---|---|

            """);
        var stackis = StackiVerbs.All.ToHashSet(StringComparer.Ordinal);
        foreach (var verb in _stack.Catalog.Declarations.OrderBy(verb => verb.Words, StringComparer.Ordinal))
        {
            var others = verb.Aliases.Order(StringComparer.Ordinal).Select(alias => $"`{alias}`").ToArray();
            var theirs = stackis.Contains(verb.Words) ? "yes" : verb.Aliases.Any(stackis.Contains) ? "under other words" : "no";
            page.Append($"| `{verb.Words}`{(others.Length > 0 ? $", also {string.Join(", ", others)}" : string.Empty)} | {Cell(verb.Help)} | {theirs} |\n");
        }

        page.Append("\n## Verbs of Stacki's that are left out\n\n| of Stacki's | instead |\n|---|---|\n");
        var reasons = StackiVerbs.All.Where(words => !IsHere(words)).GroupBy(Instead, StringComparer.Ordinal);
        foreach (var reason in reasons.OrderBy(reason => reason.First(), StringComparer.Ordinal))
        {
            page.Append($"| {string.Join(", ", reason.Order(StringComparer.Ordinal).Select(words => $"`{words}`"))} | {Cell(reason.Key)} |\n");
        }

        page.Append("\n## Parameters of Stacki's that are left out\n\n| verbs | parameters | |\n|---|---|---|\n");
        foreach (var (verbs, parameters, isTaken, sentence) in LeftOutParameters.All)
        {
            var names = string.Join(", ", parameters.Split(' ').Select(name => $"`{name}=`"));
            page.Append(
                $"| {string.Join(", ", verbs.Split('|').Select(words => $"`{words}`"))} | {names} | "
                    + $"{(isTaken ? "taken and without effect" : "refused")}: {Cell(sentence)} |\n");
        }

        return page.ToString();
    }

    private bool IsHere(string verb) => _stack.Catalog.DeclarationOf(verb.Split(' ')) is { } known && (known.Words == verb || known.Aliases.Contains(verb));

    private string Instead(string verb)
    {
        var words = verb.Split(' ');
        var known = _stack.Catalog.TryFind(words) is var (_, rest) ? words.Length - rest.Count : 0;
        var sentence = LeftOutVerbs.Sentence(words, known) ?? throw new InvalidOperationException($"\"{verb}\" is neither here nor left out");
        return sentence[(sentence.IndexOf("is left out: ", StringComparison.Ordinal) + "is left out: ".Length)..];
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string PagePath([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "commands.md"));
}
