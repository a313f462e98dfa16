using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("list frontend", "Lists the frontends that share the database, and how long ago each was heard of.",
    Detail = "A frontend that runs is heard of each second. Where the database is not shared (no Frontend:Name is set), the one that is asked is all there is.",
    Example = "list frontend")]
[Row("name, address, state:up|silent, silent:number, version, here:flag")]
internal sealed class ListFrontend(IFrontends frontends) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var all = await frontends.ListFrontendsAsync(cancel);
        call.Table();
        foreach (var frontend in all)
        {
            await call.Output.RowAsync(
                frontend.Name, frontend.Address, frontend.IsUp ? "up" : "silent", (long)frontend.Silent.TotalSeconds, frontend.Program,
                Cell.Of(frontend.IsHere));
        }
    }
}
