namespace BootService.Core.Disks;

/// <summary>What is wrong with a row of a table.</summary>
/// <param name="Row">The row's number from 0.</param>
/// <param name="Column">The column that it is about, in a spreadsheet's word.</param>
/// <param name="Sentence">What is wrong.</param>
public readonly record struct TableFault(int Row, string Column, string Sentence);
