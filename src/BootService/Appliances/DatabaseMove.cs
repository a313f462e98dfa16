using System.Runtime.CompilerServices;
using BootService.Core;
using BootService.Core.Stores;
using BootService.Storage;
using BootService.Storage.Postgres;

namespace BootService.Appliances;

/// <summary>Copies everything stored into a database of the other kind, or of the same.</summary>
internal sealed class DatabaseMove(BootDatabase database, DatabaseSettings settings) : IDatabaseMove
{
    public Task<DatabaseMoved> MoveAsync(string to, string? password, CancellationToken cancel) => Task.Run(() => Move(to, password), cancel);

    private DatabaseMoved Move(string to, string? password)
    {
        try
        {
            return Path.IsPathFullyQualified(to) ? FileMove.Run(database, to) : ToServer(to, password);
        }
        catch (StorageException fault)
        {
            throw new RefusedException(fault.Message);
        }
    }

    // Not inlined: whoever runs into it has the provider loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private DatabaseMoved ToServer(string to, string? password) =>
        ServerMove.Run(
            database, PostgresAddress.Parse(to, () => password ?? (settings.PasswordFile is { } file ? PasswordFile.Read(file) : null), "the parameter to"));
}
