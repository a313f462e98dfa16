using BootService.Core.Inventories;

namespace BootService.Appliances;

/// <summary>The state that a store was read to.</summary>
/// <param name="Inventory">The state.</param>
/// <param name="Version">Its version in the store.</param>
/// <param name="IsFresh">Whether it was the newest then.</param>
internal sealed record ApplianceStart(Inventory Inventory, long Version, bool IsFresh = true);

/// <summary>Proposals that are to be committed together: made one after the other from one state, and made again when there is a newer one.</summary>
/// <param name="proposals">The proposals.</param>
internal sealed class ProposalBatch(params IEnumerable<IPendingProposal> proposals)
{
    private readonly List<IPendingProposal> _all = [.. proposals];
    private readonly List<IPendingProposal> _made = [];
    private readonly List<IPendingProposal> _thrown = [];
    private Inventory? _next;

    /// <summary>All of them.</summary>
    public IReadOnlyList<IPendingProposal> All => _all;

    /// <summary>Those that are to be carried out.</summary>
    public IReadOnlyList<IPendingProposal> Made => _made;

    /// <summary>Those that threw, and change nothing.</summary>
    public IReadOnlyList<IPendingProposal> Thrown => _thrown;

    /// <summary>Their changes, and what the log says of them.</summary>
    public ProposedCommit Commit { get; private set; } = new();

    /// <summary>The state after them.</summary>
    public Inventory Next => _next ?? throw new InvalidOperationException("nothing was made yet");

    /// <summary>Puts a proposal before the others.</summary>
    public void Begin(IPendingProposal first) => _all.Insert(0, first);

    /// <summary>Makes the proposals, each against the state its predecessors left.</summary>
    public void Make(Inventory current, DateTimeOffset now)
    {
        _made.Clear();
        _thrown.Clear();
        Commit = new ProposedCommit();
        _next = current;
        foreach (var pending in _all)
        {
            if (pending.Make(_next, Commit, now) is { } after)
            {
                _next = after;
                _made.Add(pending);
            }
            else
            {
                _thrown.Add(pending);
            }
        }
    }
}
