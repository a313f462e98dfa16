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
    private readonly List<Change> _changes = [];
    private readonly Func<AttributeName, AttributeSecrecy> _secrecyOf = AttributeSecrecy.In(inventory);
    private readonly Dictionary<string, AttributeName> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<AttributeName, NamedAttribute> _named = [];
    private readonly Dictionary<AttributeOwner, List<(NamedAttribute Of, string Text)>> _attributes = [];

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
        if (Make(kind, name, inventory => make(inventory).ToArray()) is not { } made)
        {
            return false;
        }

        Bring(made);
        return true;
    }

    /// <summary>Makes a thing, if it can be, or a part of one; what it becomes is brought by <see cref="Bring"/> when it is whole.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Which.</param>
    /// <param name="make">Makes it; what it refuses is why it does not come.</param>
    /// <returns>What was made; null when it does not come, which was told.</returns>
    public T? Make<T>(string kind, string name, Func<Inventory, T> make)
        where T : class
    {
        try
        {
            var made = make(State);
            Report.Came(kind, name);
            return made;
        }
        catch (RefusedException fault)
        {
            Wrong(kind, name, fault.Message);
            return null;
        }
    }

    /// <summary>Brings what was made. Each call is a state of its own: what belongs together comes at once.</summary>
    public void Bring(IReadOnlyCollection<Change> changes)
    {
        State = State.With(changes);
        _changes.AddRange(changes);
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
        // Half a million values have a few dozen names: each is made once.
        if (!_names.TryGetValue(name, out var parsed) && !AttributeName.TryParse(name, null, out parsed))
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
                Add(owner, parsed, SecretAttributes.Kept(parsed, AttributeWriting.Checked(State, parsed, text)), shadow);
                _names[name] = parsed;
                Report.Came(kind, name);
            }
            catch (RefusedException fault)
            {
                Wrong(kind, name, fault.Message);
            }
        }
    }

    /// <summary>All changes; the attributes come owner by owner, in the order of their names.</summary>
    public IEnumerable<Change> Changes() =>
    [
        .. _changes,
        .. _attributes.OrderBy(pair => pair.Key.Scope).ThenBy(pair => pair.Key.Target, StringComparer.Ordinal)
            .SelectMany(pair => Written(pair.Key, pair.Value)),
        .. _named.Values.Where(of => of.IsSecret).SelectMany(of => of.Secrecy.Followers(OwnersOf(of))),
    ];

    private void Add(AttributeOwner owner, AttributeName name, string text, bool shadow)
    {
        if (!_named.TryGetValue(name, out var of))
        {
            _named[name] = of = new NamedAttribute(name, _secrecyOf(name));
        }

        of.IsSecret |= shadow || of.Secrecy.IsSecret(owner);
        if (!_attributes.TryGetValue(owner, out var values))
        {
            _attributes[owner] = values = [];
        }

        values.Add((of, text));
    }

    /// <summary>What one owner is given: of values of the same name the last one.</summary>
    private IEnumerable<Change> Written(AttributeOwner owner, List<(NamedAttribute Of, string Text)> values)
    {
        // In the order of the names, and of those of one name as they came.
        (NamedAttribute Of, string Text)[] ordered = [.. values.OrderBy(value => value.Of.Name)];
        for (var at = 0; at < ordered.Length; at++)
        {
            var (of, text) = ordered[at];
            if (at + 1 == ordered.Length || ordered[at + 1].Of != of)
            {
                yield return new Change.AttributeWritten(owner, of.Name, new AttributeValue(text, of.IsSecret, now));
            }
        }
    }

    private HashSet<AttributeOwner> OwnersOf(NamedAttribute of) =>
        [.. _attributes.Where(pair => pair.Value.Exists(value => value.Of == of)).Select(pair => pair.Key)];

    /// <summary>The attribute of one name: a secret for one is a secret for all.</summary>
    private sealed class NamedAttribute(AttributeName name, AttributeSecrecy secrecy)
    {
        public AttributeName Name => name;

        public AttributeSecrecy Secrecy => secrecy;

        public bool IsSecret { get; set; }
    }
}
