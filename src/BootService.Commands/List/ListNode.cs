using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Profiles;

namespace BootService.Commands.Verbs;

[Command("list node", "Lists the nodes that profiles are made of, and the files of each in the order they are read.",
    Detail = "A file that is not used is shadowed by one of the same name nearer to the site, set aside by a replacement, or extends a node that is not there.",
    Example = "list node base")]
[Argument("node", Optional = true, Repeats = true, Help = "Names of nodes, without extend-, replace- and .xml; all nodes when left out.")]
[Parameter("box", ValueKind.Text, "The box whose pallets are looked into too; default when left out.")]
[Row("node, file, used:flag, fault?")]
internal sealed class ListNode(IProfiles profiles) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var nodes = profiles.Look(call.Inventory, call.MayChange).Templates(call.Find("box") ?? "default").Nodes.ToArray();
        if (call.Arguments.FirstOrDefault(word => !Array.Exists(nodes, node => node.Name == word)) is { } unknown)
        {
            throw new RefusedException($"no node file is called \"{unknown}\"{Spelling.DidYouMean(unknown, nodes.Select(node => node.Name))}");
        }

        call.KeptTable();
        foreach (var node in nodes.Where(node => call.Arguments.IsEmpty || call.Arguments.Contains(node.Name)))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var file in node.Files)
            {
                await call.Output.RowAsync(node.Name, file, Cell.Of(value: true), Fault([.. node.Faults.Where(fault => fault.File == file)]));
            }

            foreach (var file in node.Overridden)
            {
                await call.Output.RowAsync(node.Name, file, Cell.Of(value: false), default);
            }
        }
    }

    /// <summary>The first fault without the file, which stands beside it, and how many more there are.</summary>
    private static string? Fault(ProfileFault[] faults) => faults switch
    {
        [] => null,
        [var first] => (first with { File = "line" }).ToString(),
        [var first, ..] => $"{first with { File = "line" }} (and {faults.Length - 1} more)",
    };
}
