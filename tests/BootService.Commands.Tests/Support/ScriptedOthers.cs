using BootService.Commands.Ports;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Support;

/// <summary>Other frontends that do what a test says.</summary>
internal sealed class ScriptedOthers : IFilePush, IPalletHolders
{
    /// <summary>What becomes of a push.</summary>
    public List<PushedFiles> Pushed { get; } = [];

    /// <summary>Who has each pallet; null where pallets are this frontend's alone.</summary>
    public IReadOnlyList<string>? Holders { get; set; }

    public Task<IReadOnlyList<PushedFiles>> PushAsync(Func<string, long, long, ValueTask> progress, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<PushedFiles>>(Pushed);

    public IReadOnlyList<string>? HoldersOf(PalletKey key) => Holders;
}
