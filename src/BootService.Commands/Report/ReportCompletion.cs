using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("report completion", "Writes the shell's part of completion, for its completion folder.", Example = "report completion shell=bash")]
[Parameter("shell", ValueKind.Choice, "Which shell.", Required = true, Choices = "bash|zsh")]
internal sealed class ReportCompletion : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message(call.Text("shell") == "bash" ? CompletionScript.Bash : CompletionScript.Zsh);
        return Task.CompletedTask;
    }
}
