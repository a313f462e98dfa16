namespace BootService.Fuzz;

/// <summary>Makes new stories out of kept ones, for a machine without an instrumenting fuzzer.</summary>
internal sealed class Mutation(IReadOnlyList<byte[]> corpus, int seed)
{
    private const int Longest = 4096;
    private static readonly byte[] Telling = [0, 1, 2, 3, 4, 5, 6, 16, 43, 50, 52, 53, 54, 61, 82, 93, 97, 127, 128, 175, 254, 255];

    private readonly Random _random = new(seed);

    /// <summary>The next story.</summary>
    public byte[] Next()
    {
        var story = corpus[_random.Next(corpus.Count)].ToList();
        for (var changes = _random.Next(1, 9); changes > 0; changes--)
        {
            Change(story);
        }

        return [.. story.Take(Longest)];
    }

    private void Change(List<byte> story)
    {
        var at = _random.Next(story.Count + 1);
        switch (_random.Next(6))
        {
            case 0 when at < story.Count:
                story[at] = (byte)_random.Next(256);
                break;
            case 1 when at < story.Count:
                story[at] = Telling[_random.Next(Telling.Length)];
                break;
            case 2 when at < story.Count:
                story[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 3:
                story.RemoveRange(at, Math.Min(story.Count - at, _random.Next(1, 16)));
                break;
            case 4:
                story.InsertRange(at, Enumerable.Range(0, _random.Next(1, 16)).Select(_ => Telling[_random.Next(Telling.Length)]));
                break;
            case 5:
                // Another story after this one: its machines meet these leases.
                story.AddRange(corpus[_random.Next(corpus.Count)]);
                break;
        }
    }
}
