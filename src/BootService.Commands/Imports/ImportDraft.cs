using BootService.Commands.Attributes;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Imports;

/// <summary>The changes of an import in the making: each thing is held against the rules of the verbs and against what came before it.</summary>
/// <param name="inventory">The state before.</param>
/// <param name="now">When attributes are set.</param>
/// <param name="isPartial">Whether what cannot be is left out; else it is a fault, and nothing comes.</param>
internal sealed class ImportDraft(Inventory inventory, DateTimeOffset now, bool isPartial)
{
    private readonly Inventory _before = inventory;
    private readonly List<Change> _changes = [];
    private readonly Dictionary<AttributeName, NamedValues> _attributes = [];

    /// <summary>What comes, what does not and why.</summary>
    public ImportReport Report { get; } = new();

    /// <summary>The state after what came so far, without the attributes.</summary>
    public Inventory State { get; private set; } = inventory;

    /// <summary>Lets the following be held against a state that differs in this.</summary>
    public void Assume(IEnumerable<Change> changes) => State = State.With(changes);

    /// <summary>Takes a thing, if it can be.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Which.</param>
    /// <param name="make">The changes that bring it; what it refuses is why it does not come.</param>
    /// <returns>Whether it comes.</returns>
    public bool Take(string kind, string name, Func<Inventory, IEnumerable<Change>> make)
    {
        try
        {
            Change[] made = [.. make(State)];
            State = State.With(made);
            _changes.AddRange(made);
            Report.Came(kind, name);
            return true;
        }
        catch (RefusedException fault)
        {
            Wrong(kind, name, fault.Message);
            return false;
        }
    }

    /// <summary>Something cannot be taken.</summary>
    public void Wrong(string kind, string name, string why)
    {
        if (isPartial)
        {
            Report.LeftOut(kind, name, why);
        }
        else
        {
            Report.Wrong(kind, name, why);
        }
    }

    /// <summary>Sets an attribute.</summary>
    /// <param name="owner">Of what.</param>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its value.</param>
    /// <param name="shadow">Whether it is said to be a secret.</param>
    /// <param name="kind">What it is to people.</param>
    public void Set(AttributeOwner owner, string name, string text, bool shadow = false, string kind = "attribute")
    {
        if (!AttributeName.TryParse(name, null, out var parsed))
        {
            Wrong(kind, name, $"\"{Grammar.Echo.Of(name)}\" is not an attribute name: a letter or _ first, then letters, digits, _ . and -");
        }
        else if (IntrinsicAttributes.IsIntrinsic(parsed))
        {
            Report.LeftOut(kind, name, "the appliance computes it");
        }
        else
        {
            try
            {
                var kept = SecretAttributes.Kept(parsed, AttributeWriting.Checked(State, parsed, text));
                if (!_attributes.TryGetValue(parsed, out var values))
                {
                    _attributes[parsed] = values = new NamedValues(new AttributeSecrecy(_before, parsed));
                }

                values.Add(owner, kept, shadow);
                Report.Came(kind, name);
            }
            catch (RefusedException fault)
            {
                Wrong(kind, name, fault.Message);
            }
        }
    }

    /// <summary>All changes; the attributes come owner by owner.</summary>
    public IEnumerable<Change> Changes() =>
    [
        .. _changes,
        .. _attributes.SelectMany(pair => pair.Value.Changes(pair.Key, now)).OrderBy(written => written.Owner.Scope)
            .ThenBy(written => written.Owner.Target, StringComparer.Ordinal),
        .. _attributes.Values.SelectMany(values => values.Followers()),
    ];

    /// <summary>The values of one name: a secret for one is a secret for all.</summary>
    private sealed class NamedValues(AttributeSecrecy secrecy)
    {
        private readonly Dictionary<AttributeOwner, string> _texts = [];
        private bool _isSecret;

        public void Add(AttributeOwner owner, string text, bool shadow)
        {
            _texts[owner] = text;
            _isSecret |= shadow || secrecy.IsSecret(owner);
        }

        public IEnumerable<Change.AttributeWritten> Changes(AttributeName name, DateTimeOffset now) =>
            _texts.Select(pair => new Change.AttributeWritten(pair.Key, name, new AttributeValue(pair.Value, _isSecret, now)));

        public IEnumerable<Change> Followers() => _isSecret ? secrecy.Followers(_texts.Keys.ToHashSet()) : [];
    }
}
