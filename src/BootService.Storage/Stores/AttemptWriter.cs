using BootService.Core.Installs;
using BootService.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Attempts and the text each installs from. Of each host the newest are kept.</summary>
internal sealed class AttemptWriter(SqliteConnection connection) : IDisposable
{
    /// <summary>How many attempts of a host are kept, the newest among them.</summary>
    public const int Kept = 100;

    private static readonly string[] Fixed =
    [
        "id", "host", "secret", "armed", "allowed", "patience", "pallet_name", "pallet_version", "pallet_os", "pallet_arch", "image_kernel", "image_initrd", "image_major", "image_arch",
    ];

    private static readonly string[] Moving = ["state", "handouts", "last_handout", "last_heard", "last_step", "why", "bound_to", "log"];

    private readonly Statement _insert = Statement.Insert(connection, "attempts", [.. Fixed, .. Moving]);

    // By number and host: a number that belongs to another host must not overwrite that host's attempt.
    private readonly Statement _update = new(
        connection,
        $"UPDATE attempts SET {string.Join(", ", Fixed.Concat(Moving).Skip(2).Select((column, at) => $"{column} = @{at + 3}"))} WHERE id = @1 AND host = @2",
        Fixed.Length + Moving.Length);

    private readonly Statement _setKickstart = Statement.Upsert(connection, "kickstarts", ["attempt"], ["text", "masked"]);

    private readonly Statement _count = new(
        connection, $"INSERT INTO counters (name, value) VALUES ('{CounterRow.Attempt}', @1) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)", 1);

    private readonly Statement _prune = new(
        connection,
        $"DELETE FROM attempts WHERE host = @1 AND id <= (SELECT id FROM attempts WHERE host = @1 ORDER BY id DESC LIMIT 1 OFFSET {Kept})",
        1);

    public void Set(SqliteTransaction transaction, InstallAttempt attempt, FrozenProfile? profile)
    {
        object?[] row =
        [
            attempt.Id, Columns.Of(attempt.Host), attempt.Secret, Columns.Of(attempt.Armed), attempt.Allowed, Columns.Of(attempt.Patience),
            attempt.Pallet.Name, attempt.Pallet.Version, attempt.Pallet.Os, attempt.Pallet.Arch,
            attempt.Image.Kernel, attempt.Image.Initrd, attempt.Image.Major, attempt.Image.Arch,
            attempt.State.ToString(), attempt.Handouts, Columns.Of(attempt.LastHandout), Columns.Of(attempt.LastHeard), attempt.LastStep, attempt.Why, Columns.Of(attempt.BoundTo), attempt.Log,
        ];
        if (_update.Run(transaction, row) == 0)
        {
            _insert.Run(transaction, row);
            Count(transaction, attempt.Id);
            _prune.Run(transaction, Columns.Of(attempt.Host));
        }

        if (profile is { } frozen)
        {
            _setKickstart.Run(transaction, attempt.Id, frozen.Kickstart, frozen.Masked);
        }
    }

    /// <summary>Remembers that numbers up to this one were given out, whatever becomes of their attempts.</summary>
    public void Count(SqliteTransaction transaction, long last) => _count.Run(transaction, last);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _update, _setKickstart, _count, _prune])
        {
            statement.Dispose();
        }
    }
}
