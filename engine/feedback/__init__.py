"""What people tell the hall and ask of it beside their cases: enquiries (咨询) and complaints (投诉)."""
