namespace BootService.Core.Profiles.Nodes;

/// <summary>The files of all libraries' <c>include/</c> folders; the first library that has a name gives the file.</summary>
internal sealed class IncludeFiles
{
    private readonly Dictionary<string, NodeDocument> _files = [];

    public IncludeFiles(IEnumerable<NodeLibrary> searchPath)
    {
        foreach (var document in searchPath.SelectMany(library => library.Includes))
        {
            _files.TryAdd(document.Name, document);
        }
    }

    public NodeDocument? Find(string name) => _files.GetValueOrDefault(name);
}
