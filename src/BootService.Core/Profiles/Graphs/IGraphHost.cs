using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Graphs;

/// <summary>For whom a graph is walked.</summary>
internal interface IGraphHost
{
    /// <summary>Whether all guards of an edge or an order hold.</summary>
    bool Applies(GraphFile file, IReadOnlyList<Guard> guards);

    /// <summary>The node that an end with entities names.</summary>
    string Fill(GraphFile file, AttributeTemplate text);
}

/// <summary>Nobody in particular: everything applies, and an entity stands for itself.</summary>
internal sealed class AnyHost : IGraphHost
{
    public static AnyHost Instance { get; } = new();

    /// <inheritdoc/>
    public bool Applies(GraphFile file, IReadOnlyList<Guard> guards) => true;

    /// <inheritdoc/>
    public string Fill(GraphFile file, AttributeTemplate text) => GraphFile.Shown(text);
}
