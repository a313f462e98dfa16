using BootService.Core.Stores;

namespace BootService.Commands.Tests.Support;

/// <summary>Copies nothing, and remembers where it was asked to.</summary>
internal sealed class RecordedMoves : IDatabaseMove
{
    /// <summary>Where to, and with what password.</summary>
    public List<(string To, string? Password)> Asked { get; } = [];

    public Task<DatabaseMoved> MoveAsync(string to, string? password, CancellationToken cancel)
    {
        Asked.Add((to, password));
        return Task.FromResult(new DatabaseMoved("site on db1:5432", [("hosts", 2)], 1));
    }
}
