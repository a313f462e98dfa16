namespace BootService.Core.Inventories;

/// <summary>Room for walking the attributes of many hosts, one after the other, without making lists for each. For one thread.</summary>
public sealed class AttributeWalk
{
    internal List<ResolvedAttribute> Merged { get; private set; } = new(128);

    internal List<ResolvedAttribute> Spare { get; private set; } = new(128);

    internal void Swap() => (Merged, Spare) = (Spare, Merged);
}
