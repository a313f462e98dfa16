using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("help", "Lists all commands by what they are for, or tells of those that have to do with some words.",
    Detail = "\"stack COMMAND help\" tells all about one command. The command line tool carries its help and needs no daemon for it.",
    Example = "help password")]
[Argument("word", Optional = true, Repeats = true, Help = "What the command is called, does or takes.")]
internal sealed class Help(CommandCatalog catalog) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (call.Arguments.IsEmpty)
        {
            call.Output.Message(new HelpText().Overview(catalog.Declarations));
            return Task.CompletedTask;
        }

        call.Output.Message(new HelpText().About(call.Arguments, catalog.Declarations) ?? throw Nothing(string.Join(' ', call.Arguments)));
        return Task.CompletedTask;
    }

    private NotUnderstoodException Nothing(string wanted) => new(
        "no command has to do with "
            + $"\"{wanted}\""
                + Spelling.DidYouMean(wanted, catalog.Declarations.SelectMany(declaration => declaration.Words.Split(' ')).Distinct(StringComparer.Ordinal)));
}
