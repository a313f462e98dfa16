using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("help", "Lists the usage of every command, or of those that hold some words.",
    Detail = "\"stack COMMAND help\" tells all about one command.",
    Example = "help host attr")]
[Argument("word", Optional = true, Repeats = true, Help = "What the usage must hold.")]
internal sealed class Help(CommandCatalog catalog) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var wanted = string.Join(' ', call.Arguments);
        var exact = catalog.Declarations.FirstOrDefault(declaration => declaration.Words == wanted);
        if (exact is not null && !catalog.Under([.. call.Arguments]).Any())
        {
            call.Output.Message(HelpText.Of(exact));
            return Task.CompletedTask;
        }

        var found = catalog.Declarations.Where(declaration => declaration.Usage.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Select(declaration => declaration.Usage).ToArray();
        if (found.Length == 0)
        {
            var words = catalog.Declarations.SelectMany(declaration => declaration.Words.Split(' ')).Distinct(StringComparer.Ordinal);
            throw new NotUnderstoodException($"no command holds \"{wanted}\"{Spelling.DidYouMean(wanted, words)}");
        }

        call.Output.Message(string.Join('\n', found));
        return Task.CompletedTask;
    }
}
