using BootService.Core.Audits;
using BootService.Core.Inventories;

namespace BootService.Appliances;

/// <summary>The changes of proposals that are committed together, and how the log of changes comes to what it says of them.</summary>
internal sealed class ProposedCommit
{
    private readonly List<Change> _changes = [];
    private readonly List<Func<AuditRecord?>> _log = [];

    /// <summary>The changes, in their order.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>What the log says, made as it is walked.</summary>
    public IEnumerable<AuditRecord> Log => _log.Select(say => say()).OfType<AuditRecord>();

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => _changes.Count == 0 && _log.Count == 0;

    /// <summary>Adds changes behind the others.</summary>
    public void Add(IEnumerable<Change> changes) => _changes.AddRange(changes);

    /// <summary>Adds what the log is to say; a function of what cannot change any more, and null for what people need not be told.</summary>
    public void Say(Func<AuditRecord?> say) => _log.Add(say);
}
