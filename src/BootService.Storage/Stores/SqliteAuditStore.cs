using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Stores;
using BootService.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace BootService.Storage.Stores;

/// <summary>Reads the log of changes.</summary>
internal sealed class SqliteAuditStore(ReadConnections readers) : IAuditStore
{
    public async Task<ImmutableArray<AuditedLine>> ListAuditAsync(IReadOnlyCollection<string> things, int most, CancellationToken cancel)
    {
        var (rows, undone) = await readers.ReadAsync(async db =>
        {
            var asked = things.Count == 0 ? db.Audit : db.Audit.Where(row => things.Contains(row.Thing));
            var found = await asked.OrderByDescending(row => row.Id).Take(most).ToArrayAsync(cancel);
            return (found, await db.Undos.Where(row => row.UndoneBy != null).ToDictionaryAsync(row => row.Change, row => row.UndoneBy, cancel));
        });
        Array.Reverse(rows);
        return [.. rows.Select(row => new AuditedLine(row.Change, row.At, By(row), new AuditLine(row.Thing, row.Field, row.Old, row.New), undone.GetValueOrDefault(row.Change)))];
    }

    public async Task<UndoableChange?> FindUndoAsync(long? change, CancellationToken cancel) => await readers.ReadAsync(async db =>
    {
        var open = db.Undos.Where(row => row.UndoneBy == null && (change == null || row.Change == change));
        if (await open.OrderByDescending(row => row.Change).FirstOrDefaultAsync(cancel) is not { } undo)
        {
            return null;
        }

        var first = await db.Audit.Where(row => row.Change == undo.Change).OrderBy(row => row.Id).FirstAsync(cancel);
        return new UndoableChange(undo.Change, first.At, By(first), UndoText.Read(undo.Steps));
    });

    private static Author By(AuditRow row) => new(row.Who, row.Via) { Uid = (uint?)row.Uid, Command = row.Command };
}
