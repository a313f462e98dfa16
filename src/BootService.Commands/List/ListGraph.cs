using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Profiles.Graphs;

namespace BootService.Commands.Verbs;

[Command("list graph", "Draws which nodes the profiles of an appliance or a host are made of.",
    Detail = "For an appliance every edge is drawn, with its condition; for a host only those that apply to it.",
    Example = "list graph backend format=dot")]
[Argument("of", Optional = true, Help = "An appliance or a host; every appliance when left out.")]
[Parameter("format", ValueKind.Choice, "An indented text, a graph for Graphviz, or a picture for a browser; text when left out.", Choices = "text|dot|svg")]
[Parameter("box", ValueKind.Text, "The box whose pallets an appliance's graph comes from too; default when left out.")]
[Row("of, graph")]
internal sealed class ListGraph(IProfiles profiles) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var format = call.Find("format") ?? "text";
        var drawings = Drawings(call, inventory, profiles.Look(inventory, call.MayChange)).ToArray();
        if (drawings.Length != 1 && format != "text")
        {
            throw new NotUnderstoodException(
                $"format={format} draws one graph and there are {drawings.Length}: name one of {string.Join(", ", drawings.Select(drawing => drawing.Name))} "
                    + $"(usage: stack {call.Declaration.Usage})");
        }

        call.Output.Table(call.Shape() with { Plain = true });
        foreach (var (name, drawing) in drawings)
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(name, format switch
            {
                "dot" => drawing.ToDot(),
                "svg" => drawing.ToSvg(),
                _ => drawing.ToText(),
            });
        }
    }

    private static IEnumerable<(string Name, GraphDrawing Drawing)> Drawings(CommandCall call, Inventory inventory, IProfileSources sources)
    {
        var box = call.Find("box") ?? "default";
        if (call.Arguments is not [var word, ..])
        {
            return inventory.Appliances.Values.Where(appliance => appliance.Node is not null)
                .Select(appliance => (appliance.Name, sources.Templates(box).Draw(appliance.Node!)));
        }

        if (inventory.Appliances.GetValueOrDefault(word) is { } named)
        {
            var root = named.Node ?? throw new RefusedException($"appliance \"{word}\" has no node to begin its profile with, so there is no graph of it");
            return [(word, sources.Templates(box).Draw(root))];
        }

        var host = HostPattern.One(inventory, word) ?? throw new RefusedException(
            $"\"{word}\" is neither an appliance nor a "
                + $"host{Spelling.DidYouMean(word, inventory.Appliances.Keys.Concat(inventory.Hosts.Keys.Order().Select(name => name.ToString())))}");
        var request = sources.Preview(host);
        return [(host.Name.ToString(), sources.Templates(host.Box).Draw(request.Root, request))];
    }
}
